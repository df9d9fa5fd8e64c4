"""Holds the documents of the command line against the schemas in docs/."""

import json
import pathlib
import sys

import jsonschema

for document in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    schema = json.loads(pathlib.Path(f"docs/schema/{document.name}-v1.json").read_text())
    jsonschema.validate(json.loads(document.read_text()), schema)
    print("valid:", document.name)
