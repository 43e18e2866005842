"""Sending alerts: to a command on its standard input, to an address by POST; and the whole way from a run to a person.

Belongs here: sending, each attempt with its end. Does not: what is told (watches, warehouse/alerts).
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict

from twosource.alerting.watches import Watches
from twosource.records import Alert

SECONDS = 30.0
MOST_AT_ONCE = 50
"""Alerts in one message; more are said by their number."""


def send(alerts: Sequence[Alert], watches: Watches) -> list[str]:
    """Tell of the alerts, all in one message; returns what went wrong, in sentences. Raises nothing."""
    if not alerts:
        return []
    text = message(alerts)
    faults = []
    if watches.command and (fault := _to_command(watches.command, text)):
        faults.append(fault)
    if watches.webhook and (fault := _to_webhook(watches.webhook, text)):
        faults.append(fault)
    return faults


def message(alerts: Sequence[Alert]) -> str:
    """The alerts as JSON: `text` for people (the key that chat programs read), `alerts` for programs."""
    shown = [asdict(alert) for alert in alerts[:MOST_AT_ONCE]]
    lines = [f"{alert.kind.replace('_', ' ')}: {alert.message}" for alert in alerts[:MOST_AT_ONCE]]
    if len(alerts) > MOST_AT_ONCE:
        lines.append(f"and {len(alerts) - MOST_AT_ONCE} more")
    return json.dumps({"text": "\n".join(lines), "alerts": shown}, ensure_ascii=True)


def _to_command(command: Sequence[str], text: str) -> str | None:
    """Run the command without a shell; what went wrong, or None."""
    try:
        done = subprocess.run(command, input=text, text=True, timeout=SECONDS, capture_output=True, check=False)
    except OSError as error:
        return f"The command for alerts cannot be run ({command[0]}: {error.strerror})."
    except subprocess.TimeoutExpired:
        return f"The command for alerts did not end within {SECONDS:g} seconds ({command[0]})."
    if done.returncode:
        why = done.stderr.strip().splitlines()[-1:] or ["it says nothing"]
        return f"The command for alerts ended with status {done.returncode} ({command[0]}: {why[0][:200]})."
    return None


def _to_webhook(address: str, text: str) -> str | None:
    """Post to the address, which the user chose and may be inside; never told, since it is a secret."""
    import httpx

    try:
        headers = {"content-type": "application/json"}
        answer = httpx.post(address, content=text, headers=headers, timeout=SECONDS, trust_env=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"The webhook for alerts cannot be reached ({type(error).__name__})."
    return None if answer.is_success else f"The webhook for alerts answers with status {answer.status_code}."
