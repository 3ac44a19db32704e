from defense.rehearsal.day import Figures, write_report
from defense.rehearsal.players import Download

FIGURES = Figures(
    sheets_submitted=0, sheets_refused=0, results=0, diplomas=1, verified=1, protocol=None
)


def test_a_report_holds_the_diplomas_of_its_own_rehearsal_alone(tmp_path):
    first, second = (Download("Tia", code * 12, b"%PDF") for code in "AB")

    write_report(tmp_path, 1, FIGURES, {}, [first])
    write_report(tmp_path, 1, FIGURES, {}, [second])

    assert [path.stem for path in (tmp_path / "diplomas").iterdir()] == ["B" * 12]
