#!/usr/bin/env bash
# What `./run lint [COMMIT]` checks: formatting, include order, and clang-tidy on every file that has changed since it
# last passed, or since COMMIT.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=build/lint
mapfile -t files < <(git ls-files '*.cpp' '*.hpp')
failed=0
((${#files[@]})) || { echo "lint: git lists no files" >&2; exit 1; }

echo "formatting: ${#files[@]} files"
clang-format --dry-run --Werror "${files[@]}" || failed=1

# Inside framework/, includes point only up this list; nothing there includes models/, tools/ or tests/.
echo "include order"
awk '
  BEGIN { n = split("core comm kernels config data graph layers verify optim io metrics run engine session analysis", order, " ")
          for (i = 1; i <= n; ++i) rank[order[i]] = i }
  /^#include "/ {
    split(FILENAME, path, "/"); split($2, include, /["\/]/)
    from = path[1] == "framework" && path[3] != "" ? path[2] : ""
    to = include[2]
    wrong = 0
    if (path[1] == "framework") wrong = to ~ /^(models|tools|tests|benchmarks)$/ || (from != "" && rank[to] > rank[from])
    if (path[1] == "models") wrong = to ~ /^(tools|tests|benchmarks)$/
    if (wrong) { print FILENAME ":" FNR ": " $0 " points down the list"; bad = 1 }
  }
  END { exit bad }' "${files[@]}" || failed=1

# A unit's test is where one looks for it: tests/graph/graph_test.cpp tests framework/graph/graph.*. The rooms that test
# whole programs or pages have no units.
echo "places of tests"
for test in $(git ls-files 'tests/*_test.cpp' | grep -vE '^tests/(claims|cli|docs|fuzz|oracle)/|^tests/[^/]*$'); do
  unit=${test#tests/} unit=${unit%_test.cpp}
  compgen -G "framework/$unit.*" >/dev/null || compgen -G "$unit.*" >/dev/null || { echo "$test: there is no $unit"; failed=1; }
done

echo "sizes: files of at most 250 lines, functions of at most 40"
git ls-files '*.cpp' '*.hpp' '*.ts' '*.mjs' | xargs wc -l | awk '$2 != "total" && $1 > 250 { print $2 ": " $1 " lines"; bad = 1 } END { exit bad }' || failed=1
awk '
  FNR == 1 { start = 0 }
  /^ ? ?[A-Za-z~].*[)]( const| override| noexcept)* [{]$/ && !/^ *(if|for|while|switch|namespace|struct|class|enum|union|TEST_CASE)/ { start = FNR; indent = match($0, /[^ ]/) }
  start && FNR > start && match($0, /[^ ]/) == indent && /^ *[}]/ {
    if (FNR - start - 1 > 40) { print FILENAME ":" start ": a function of " FNR - start - 1 " lines"; bad = 1 }
    start = 0
  }
  END { exit bad }' "${files[@]}" || failed=1

# ctest takes a name that begins with a dash for an option, and CMake ends a name at a semicolon.
echo "test names"
if grep -nE 'TEST_CASE\("(-|[^"]*;)' "${files[@]}"; then failed=1; fi

# clang-tidy reads neither GCC's precompiled headers nor a command that begins with ccache.
cmake --preset lint >/dev/null
mkdir -p "$build/passed"
tidy() {
  local file=$1 key
  key=$({ "${CXX:-c++}" -std=c++20 -MM -I framework -I . -I "$build/tests" "$file" | tr -d '\\' | sed 's/^[^:]*://' | xargs cat; cat .clang-tidy; } | sha256sum)
  key=$build/passed/${key%% *}
  [[ -f $key ]] && return
  local findings
  if findings=$(clang-tidy -p "$build" --quiet "$file" 2>&1); then touch "$key"; else grep -v 'warnings generated' <<<"$findings"; return 1; fi
}
export -f tidy
export build
# With a COMMIT: the sources that have changed since, and one that includes each header that has.
changed_sources() {
  git diff --name-only --diff-filter=d "$1" -- '*.cpp'
  local header
  for header in $(git diff --name-only --diff-filter=d "$1" -- '*.hpp'); do
    header=${header#framework/}
    git grep -l --fixed-strings "#include \"$header\"" -- '*.cpp' | head -n 1
  done
}
mapfile -t sources < <(if (($#)); then changed_sources "$1" | sort -u; else git ls-files '*.cpp'; fi | grep -v '^tests/fuzz/libfuzzer.cpp$')
echo "clang-tidy: ${#sources[@]} files"
printf '%s\n' "${sources[@]}" | xargs -P "${LINT_JOBS:-$(nproc)}" -I{} bash -c 'tidy "$1" ' _ {} || failed=1
((failed)) && echo "lint: failed" || echo "lint: passed"
exit "$failed"
