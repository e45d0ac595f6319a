"""Examples of every operation: requests that were sent, and the answers they got.

They are in examples.json, which tests/web/examples writes by sending them.
"""

import json
import shlex
from functools import cache
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]

FILE: Final = Path(__file__).with_name("examples.json")
_WIDE: Final = 50  # characters of JSON that are still shown on one line


def of(operation_id: str) -> list[Json]:
    """What was asked of an operation, and what it answered."""
    return _all().get(operation_id, [])


def show(operation: Json) -> None:
    """Put its examples into what the document says of an operation."""
    found = of(operation["operationId"])
    for number, example in enumerate(found, 1):
        _show_request(operation, example, f"example{number}")
        _show_answer(operation, example, f"example{number}")
    if found:
        operation["x-codeSamples"] = [
            {"lang": "Shell", "label": example["says"], "source": curl(example)}
            for example in found
        ]


def curl(example: Json) -> str:
    """The request as a command, for an address and a token in the environment."""
    asked = example["request"]
    method = "" if _is_curls_own(asked) else f"-X {asked['method']} "
    parts = [f'curl {method}"$TASKPAL{asked["path"]}"']
    for name, value in asked["headers"].items():
        header = f"{name}: {value}"
        parts.append(f"-H {_with_token(header) or shlex.quote(header)}")
    if "body" in asked:
        sent = asked["body"]
        text = sent if isinstance(sent, str) else written(sent)
        parts.append(f"-d {shlex.quote(text)}")
    return " \\\n  ".join(parts)


def _is_curls_own(asked: Json) -> bool:
    """Whether curl takes this method by itself."""
    own = "POST" if "body" in asked else "GET"
    return bool(asked["method"] == own)


def _with_token(header: str) -> str:
    return f'"{header}"' if "$TOKEN" in header else ""


def written(value: Any, margin: str = "", lead: str = "") -> str:
    """JSON for people: what is short stands on one line, behind its name."""
    line = json.dumps(value, ensure_ascii=False)
    if len(margin + lead + line) <= _WIDE or not isinstance(value, dict | list):
        return f"{lead}{line}"
    inside = margin + "  "
    if isinstance(value, list):
        opens, closes = "[]"
        rows = [written(one, inside) for one in value]
    else:
        opens, closes = "{}"
        rows = [written(one, inside, f'"{name}": ') for name, one in value.items()]
    between = f",\n{inside}".join(rows)
    return f"{lead}{opens}\n{inside}{between}\n{margin}{closes}"


def _show_request(operation: Json, example: Json, key: str) -> None:
    asked = example["request"]
    kind = asked["headers"].get("Content-Type", "")
    content = operation.get("requestBody", {}).get("content", {}).get(kind)
    if content is not None and "body" in asked:
        _add(content, key, example["says"], asked["body"])


def _show_answer(operation: Json, example: Json, key: str) -> None:
    answer = example["answer"]
    promised = operation["responses"].get(str(answer["status"]), {})
    kind = answer["headers"].get("Content-Type", "").partition(";")[0]
    content = promised.get("content", {}).get(kind)
    if content is not None:
        _add(content, key, example["says"], answer["body"])
    for name, header in promised.get("headers", {}).items():
        if name in answer["headers"]:
            header.setdefault("example", answer["headers"][name])


def _add(content: Json, key: str, says: str, value: Any) -> None:
    content.setdefault("examples", {})[key] = {"summary": says, "value": value}


@cache
def _all() -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = json.loads(FILE.read_text())
    return found
