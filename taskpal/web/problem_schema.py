"""The schema of a problem document (RFC 9457)."""

from typing import Any, Final

Json = dict[str, Any]

PROBLEM: Final[Json] = {
    "title": "Problem",
    "type": "object",
    "description": "Why a request was refused (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "description": "Always about:blank: the status says what kind it is.",
            "examples": ["about:blank"],
        },
        "title": {
            "type": "string",
            "description": "The status in words.",
            "examples": ["Unprocessable Content"],
        },
        "status": {
            "type": "integer",
            "description": "The status of the answer.",
            "examples": [422],
        },
        "detail": {
            "type": "string",
            "description": "A sentence for a person.",
            "examples": ["title: must not be empty"],
        },
        "errors": {
            "type": "object",
            "description": "What is wrong with each field.",
            "additionalProperties": {"type": "string"},
            "examples": [{"title": "must not be empty"}],
        },
        "failed": {
            "type": "integer",
            "description": "Which operation of a batch was refused, counted from 0.",
            "examples": [1],
        },
        "batch": {
            "type": "integer",
            "description": "What has to be undone before this can be.",
            "examples": [1042],
        },
        "change": {
            "type": "string",
            "description": "The change in that batch which is in the way.",
            "examples": ["1042-0"],
        },
    },
}
