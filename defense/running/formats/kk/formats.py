"""Django has no formats for Kazakh; these follow CLDR, with a common no-break space for its narrow one."""

DATE_FORMAT = "Y\N{NO-BREAK SPACE}ж. j E"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "Y\N{NO-BREAK SPACE}ж. j E, H:i"
YEAR_MONTH_FORMAT = "Y\N{NO-BREAK SPACE}ж. F"
MONTH_DAY_FORMAT = "j E"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
FIRST_DAY_OF_WEEK = 1
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = ["%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M"]
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\N{NO-BREAK SPACE}"
NUMBER_GROUPING = 3
