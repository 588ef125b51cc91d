# Where reports are read: each with a program that others read it with.
# Each report is of all the examples, whatever reads them.
texts=(.ci/channels/reports.sh examples formats src/reader/map)

# Microsoft's validator, with the rules of GitHub.
integration sarif_multitool "${texts[@]}" src/report/sarif
sarif_multitool() {
    node_tools @microsoft/sarif-multitool @microsoft/sarif-multitool-linux
    local tool=node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
    chmod u+x "$tool"
    (cd "$root" && answers 1 "$liyi" check --format sarif examples) > liyi.sarif 2> told
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$tool" validate liyi.sarif --rule-kind 'Sarif;Ghas' --level 'Error;Warning;Note' > said
    refused grep -E ': (error|warning) ' said
    seen "multitool $("$tool" --version 2> /dev/null | grep -m 1 -oE '[0-9]+\.[0-9]+\.[0-9]+'): no error or warning in $(wc -c < liyi.sarif) bytes, $(grep -c ': note ' said || true) notes"
}

# The page as a browser shows it, on a desk and on a phone.
integration chromium "${texts[@]}" src/report/html
chromium() {
    debian chromium
    (cd "$root" && answers 1 "$liyi" check --format html examples) > report.html 2> told
    browser() { command chromium --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/profile" --enable-logging=stderr "$@" 2> told; }
    browser --dump-dom "file://$PWD/report.html" > said
    # What the page's script has to say, it says to the console.
    refused grep CONSOLE told
    local screens=()
    for size in 1280,900 390,844; do
        browser --window-size="$size" --screenshot="$PWD/$size.png" "file://$PWD/report.html"
        screens+=("$(head -c 24 "$size.png" | od -An -tu1 | awk '{ n = n " " $0 } END { split(n, b, " "); print b[19] * 256 + b[20] "x" b[23] * 256 + b[24] }')")
    done
    [ "${screens[*]}" = '1280x900 390x844' ]
    seen "$(command chromium --version | cut -d ' ' -f 1-2): ${screens[*]}, $(grep -o '<mark' said | wc -l) marks, nothing on the console"
}
