#!/usr/bin/env bash
# Sets up everything Kłos needs: system packages where it may, a virtual environment in .venv, the command .venv/bin/klos.
# A second run finds the stamp and ends at once.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

# What is missing, found by what works rather than by package names, which differ between systems.
# No grep -q: it closes the pipe early, which pipefail takes for an error.
has_library() { ldconfig -p 2>/dev/null | grep -F "$1" >/dev/null || /sbin/ldconfig -p 2>/dev/null | grep -F "$1" >/dev/null; }
has_font() { find /usr/share/fonts /usr/local/share/fonts -name "$1" -print -quit 2>/dev/null | grep . >/dev/null; }

find_python() {
  local name
  for name in python3.12 python3.11 python3.13 python3; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

missing_debian() {
  local python
  if ! python=$(find_python); then
    echo python3 python3-venv
  elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo python3-venv
  fi
  command -v tesseract >/dev/null || echo tesseract-ocr
  if ! { command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -x pol >/dev/null; }; then echo tesseract-ocr-pol; fi
  if ! { command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -x osd >/dev/null; }; then echo tesseract-ocr-osd; fi
  has_library libmagic.so.1 || echo libmagic1
  has_library libgomp.so.1 || echo libgomp1
  has_library libGL.so.1 || echo libgl1
  has_library libgthread-2.0.so.0 || echo libglib2.0-0
  has_font DejaVuSans.ttf || echo fonts-dejavu-core
  has_font LiberationSans-Regular.ttf || echo fonts-liberation
}

# What only the tests need: a real database server and a real browser.
missing_debian_tests() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || echo chromium
  has_library libatomic.so.1 || echo libatomic1  # the browser driver's own need
}

install_debian() {
  local packages=$1 runner=""
  [ -n "${packages// /}" ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
      runner="sudo"
    else
      say "Kłos needs system packages and may not install them itself. Ask an administrator to run:"
      say "    apt-get update && apt-get install -y $packages"
      return 1
    fi
  fi
  say "Installing system packages: $packages"
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  $runner apt-get update -qq && $runner apt-get install -y -qq --no-install-recommends $packages >/dev/null
}

install_macos() {
  local packages=()
  if ! command -v brew >/dev/null; then
    say "Kłos needs Homebrew to install Tesseract and libmagic on macOS: see https://brew.sh, then run this again."
    exit 1
  fi
  find_python >/dev/null || packages+=(python@3.12)
  command -v tesseract >/dev/null || packages+=(tesseract)
  tesseract --list-langs 2>/dev/null | grep -x pol >/dev/null || packages+=(tesseract-lang)
  [ -e "$(brew --prefix)/lib/libmagic.dylib" ] || packages+=(libmagic)
  [ ${#packages[@]} -eq 0 ] || brew install "${packages[@]}"
}

system_packages() {
  case "$(uname -s)" in
    Darwin) install_macos ;;
    *)
      if command -v apt-get >/dev/null; then
        install_debian "$(missing_debian | sort -u | tr '\n' ' ')" || { say "and then run this again."; exit 1; }
      else
        local lacking
        lacking=$(missing_debian | sort -u | tr '\n' ' ')
        if [ -n "${lacking// /}" ]; then
          say "This system has no apt-get. Install what Debian calls: $lacking and run this again."
          exit 1
        fi
      fi
      ;;
  esac
}

hash_of_inputs() {
  { cat requirements.txt pyproject.toml scripts/setup.sh; pwd; } | (sha256sum 2>/dev/null || shasum -a 256) | cut -d' ' -f1
}

if [ "${1:-}" = tests ] && command -v apt-get >/dev/null; then
  install_debian "$(missing_debian_tests | sort -u | tr '\n' ' ')" || say "Without them the tests that need them fail."
fi

stamp=.venv/.setup-stamp
wanted=$(hash_of_inputs)
if [ -x .venv/bin/klos ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
  exit 0
fi

system_packages
python=$(find_python) || { say "Kłos needs Python 3.11, 3.12 or 3.13."; exit 1; }
if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
  say "Making the virtual environment .venv with $python"
  rm -rf .venv
  "$python" -m venv .venv
fi
say "Installing Python packages into .venv (a few minutes the first time)"
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps -r requirements.txt
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
echo "$wanted" >"$stamp"
say "Ready: .venv/bin/klos --help"
