from whitenoise.storage import CompressedManifestStaticFilesStorage as Hashed


class HashedStatics(Hashed):  # type: ignore[misc]  # WhiteNoise ships no types
    """Hashed names for everything, the imports inside our own modules included.

    Django rewrites only imports that end with a semicolon; tests/house looks for the others.
    Imports of third-party files are left alone: some show one in a comment, to a file they lack.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        Hashed._js_module_import_aggregation_patterns[1],
    )
