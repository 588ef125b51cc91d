# Where rulesets, maps and configurations are written.

# An editor's server for YAML, with the schemas: what is right passes, each mistake is told on its line.
integration yaml_language_server .ci/channels/editors.sh .ci/language-client.py formats src/cli/schema.rs src/{ruleset,yaml}/schema.rs
yaml_language_server() {
    npm install --silent --no-fund --no-audit yaml-language-server@1 > said 2>&1
    for of in config ruleset map; do "$liyi" schema "$of" > "$of.schema.json"; done
    open_in() { timeout 120 "$root/.ci/language-client.py" node_modules/.bin/yaml-language-server --stdio -- "$@"; }
    # Everything that comes along is as its schema says.
    local file
    for file in "$root"/rulesets/*.yaml; do with_schema ruleset "$file"; done
    for file in "$root"/formats/*.yaml; do with_schema map "$file"; done
    open_in right-*.yaml > said
    [ ! -s said ]
    cat > rules.yaml <<'YAML'
# yaml-language-server: $schema=ruleset.schema.json
ruleset: shop
rules:
  - id: rude
    level: fatal
    forbidd: 滚
    at: first tun
YAML
    cat > liyi.yaml <<'YAML'
# yaml-language-server: $schema=config.schema.json
rulesets: common
files:
  - match: sms/
    kind: text
YAML
    open_in rules.yaml liyi.yaml > said
    for place in rules.yaml:5:12 rules.yaml:6:5 rules.yaml:7:9 liyi.yaml:5:11; do grep -q "^$place: " said; done
    [ "$(wc -l < said)" = 4 ]
    seen "yaml-language-server $(node -p "require('./node_modules/yaml-language-server/package.json').version"):" \
        "nothing against $(find . -maxdepth 1 -name 'right-*' | wc -l) files that come along; $(head -n 2 said | tail -n 1)"
}

# A copy of a file with the line that names its schema.
with_schema() { { echo "# yaml-language-server: \$schema=$1.schema.json"; cat "$2"; } > "right-$1-${2##*/}"; }
