# Where commits and changes are checked: each recipe of docs/ci.md with its real program, as the page shows it.
recipes=(docs/ci.md docs/ci.zh-CN.md .ci/channels/commits.sh)

# A folder `messages`, under git, with a chat that may not be committed.
messages() {
    git init -q messages
    cd messages
    git config user.name Bob
    git config user.email bob@example.com
    mkdir templates
    rude
    git add .
}
rude() { printf '客户：在吗\n客服：您好，这个我不知道。\n' > templates/reply.txt; }
polite() { printf '客户：在吗\n客服：您好，请问有什么可以帮您？\n客户：没事了，谢谢\n客服：不客气，感谢您的来电，再见！\n' > templates/reply.txt; }

# What the page shows under a heading, which is the same in both languages.
shown() {
    recipe() { sed -n "/^## $1\$/,/^## /{/^\`\`\`yaml\$/,/^\`\`\`\$/{/^\`\`\`/d;p}}" "$root/docs/$2.md"; }
    [ "$(recipe "$1" ci)" = "$(recipe "$1" ci.zh-CN)" ]
    recipe "$1" ci
}

# Builds that show that something can be built, and not how fast it is then.
builds_quickly() {
    export CARGO_TARGET_DIR=$root/target/integrations CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0 \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
}

integration pre_commit "${recipes[@]}" .pre-commit-hooks.yaml
pre_commit() {
    python_tools tools pre-commit
    local pre_commit=$PWD/tools/bin/pre-commit
    "$pre_commit" validate-manifest "$root/.pre-commit-hooks.yaml"
    builds_quickly
    export PRE_COMMIT_HOME=$PWD/cache
    messages
    shown pre-commit | sed "s|https://example.com/OWNER/liyi|$root|; s|rev: main|rev: $(git -C "$root" rev-parse HEAD)|" \
        > .pre-commit-config.yaml
    git add .
    "$pre_commit" install > ../said
    refused git commit -m reply > ../said 2>&1
    grep -q 'common/says-dont-know' ../said
    polite
    git add .
    git commit -q -m reply > ../told 2>&1
    seen "$("$pre_commit" --version): $(grep -m 1 -o 'error\[.*\]' ../said) kept a commit back, $(git log --format='%s came through')"
}

integration lefthook "${recipes[@]}"
lefthook() {
    node_tools lefthook
    export PATH="${liyi%/*}:$PWD/node_modules/.bin:$PATH"
    messages
    shown lefthook > lefthook.yml
    command lefthook install > ../said
    refused git commit -m reply > ../said 2>&1
    grep -q 'common/says-dont-know' ../said
    polite
    git add .
    git commit -q -m reply > ../told 2>&1
    seen "lefthook $(command lefthook version): $(grep -m 1 -o 'error\[.*\]' ../said) kept a commit back, $(git log --format='%s came through')"
}

# GitHub's own runner cannot be had here: what it would run is run, step by step, with the variables that it sets.
integration github_action "${recipes[@]}" action.yml src/report/{github,markdown}.rs src/report/sarif
github_action() {
    python_tools tools check-jsonschema
    shown 'GitHub Actions' > workflow.yml
    tools/bin/check-jsonschema --builtin-schema vendor.github-actions "$root/action.yml" > said
    tools/bin/check-jsonschema --builtin-schema vendor.github-workflows workflow.yml > said
    messages
    cat > ../steps.py <<'PY'
import os, subprocess, sys
from ruamel.yaml import YAML

root, inputs = sys.argv[1], dict(pair.split("=", 1) for pair in sys.argv[2:])
action = YAML(typ="safe").load(open(f"{root}/action.yml"))
inputs = {name: inputs.get(name, about["default"]) for name, about in action["inputs"].items()}
for step in action["runs"]["steps"]:
    env = {name: inputs[value.split("inputs.")[1].split(" ")[0]] for name, value in step.get("env", {}).items()}
    done = subprocess.run(["bash", "-eo", "pipefail", "-c", step["run"]], env=os.environ | env)
    if done.returncode:
        sys.exit(done.returncode)
PY
    touch ../summary.md ../path
    export GITHUB_ACTION_PATH=$root RUNNER_TEMP=$PWD/.. GITHUB_PATH=$PWD/../path GITHUB_STEP_SUMMARY=$PWD/../summary.md \
        PATH="${liyi%/*}:$PATH"
    action() { ../tools/bin/python ../steps.py "$root" "$@" > ../said 2>&1; }
    answers 1 action paths=templates sarif=liyi.sarif
    grep -q '^::error .*common/says-dont-know' ../said
    grep -q 'common/says-dont-know' ../summary.md
    grep -q 'common/says-dont-know' liyi.sarif
    polite
    action paths=templates 'arguments=--fail-on error'
    seen "$(../tools/bin/check-jsonschema --version): action and workflow fit their schemas; steps end in 1, with an annotation, a summary and SARIF, and in 0"
}

# Nor can GitLab's: its lines are run.
integration gitlab_template "${recipes[@]}" docs/ci src/report/gitlab.rs
gitlab_template() {
    python_tools tools check-jsonschema
    local template=$root/docs/ci/liyi.gitlab-ci.yml
    tools/bin/check-jsonschema --builtin-schema vendor.gitlab-ci "$template" > said
    messages
    export PATH="${liyi%/*}:$PATH" LIYI_PATHS=templates LIYI_ARGUMENTS=
    ../tools/bin/python -c '
import sys
from ruamel.yaml import YAML
job = YAML(typ="safe").load(open(sys.argv[1]))["liyi"]
print("\n".join(job["before_script"] + job["script"]))' "$template" > ../job.sh
    job() { bash -e ../job.sh > ../said 2>&1; }
    answers 1 job
    local found
    found=$(python3 -c 'import json; print(*sorted({finding["check_name"] for finding in json.load(open("gl-code-quality.json"))}))')
    [[ $found = *common/says-dont-know* ]]
    polite
    job
    seen "the template fits its schema; the job ends in 1, with $found, and in 0"
}

integration wheel "${recipes[@]}" pyproject.toml README.md
wheel() {
    python_tools tools pip
    builds_quickly
    tools/bin/pip wheel --quiet --no-deps --wheel-dir dist "$root" > said 2>&1
    python3 -m venv fresh
    fresh/bin/pip install --quiet --no-index dist/liyi-*.whl > said 2>&1
    messages
    check() { ../fresh/bin/liyi check templates > ../said 2>&1; }
    answers 1 check
    grep -q 'common/says-dont-know' ../said
    seen "$(basename ../dist/*.whl): $(../fresh/bin/liyi --version) in an environment of its own"
}
