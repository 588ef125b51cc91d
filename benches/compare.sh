#!/usr/bin/env bash
# Makes the corpora, runs liyi and ripgrep on them in turn, and prints ratios of medians with what was found.
#
#   benches/compare.sh [FOLDER [MEGABYTES [ROUNDS]]]
#
# It needs `rg` and a GNU `time`-capable shell; nothing is timed by a test.
set -euo pipefail
folder=${1:-target/corpus} megabytes=${2:-100} rounds=${3:-5}
cd "$(dirname "$0")/.."
cargo build --release --quiet
[ -f "$folder/chats.jsonl" ] || cargo bench --quiet --bench corpus -- "$folder" "$megabytes"
liyi=$PWD/target/release/liyi chats=$folder/chats.jsonl
sms=$folder/one.txt
[ -f "$sms" ] || echo '【某某银行】尊敬的客户，您的账单已经生成，请您按时还款。' > "$sms"
TIMEFORMAT='%R %U %S'

# Wall and CPU seconds of a command, its output thrown away; what it finds is its exit code's business.
timed() { { time "$@" > /dev/null 2>&1 || true; } 2>&1 | awk '{ print $1, $2 + $3 }'; }

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# Runs two commands in turn and prints the medians and their ratio: name, column (1 wall, 2 CPU), the two commands.
compare() {
    local name=$1 column=$2 one=$3 other=$4 a=() b=()
    for _ in $(seq "$rounds"); do
        a+=("$(timed bash -c "$one" | awk -v c="$column" '{ print $c }')")
        b+=("$(timed bash -c "$other" | awk -v c="$column" '{ print $c }')")
    done
    local x y
    x=$(printf '%s\n' "${a[@]}" | median)
    y=$(printf '%s\n' "${b[@]}" | median)
    awk -v n="$name" -v x="$x" -v y="$y" 'BEGIN { printf "%-44s %8.3f s %8.3f s   ratio %5.2f\n", n, x, y, (y > 0 ? x / y : 0) }'
}

rg=(rg -c -F -f "$folder/phrases-1000.txt" "$chats")
echo "found: rg $("${rg[@]}") lines; liyi: $("$liyi" check --format short --lang en --ruleset "$folder/phrases-1000.yaml" "$chats" 2>&1 | tail -1)"
check="$liyi check --format short --ruleset"
compare '1,000 phrases and 3 rules : rg, wall' 1 "$check $folder/phrases-1000.yaml $chats" "rg -j 2 -c -F -f $folder/phrases-1000.txt $chats"
compare '200 : 30 regex rules, wall' 1 "$check $folder/regexes-200.yaml $chats" "$check $folder/regexes-30.yaml $chats"
compare '1,000 : 10 rules, wall' 1 "$check $folder/rules-1000.yaml $chats" "$check $folder/rules-10.yaml $chats"
mails=$folder/mails
echo "found in $(find "$mails" -name '*.eml' | wc -l) mails: rg $(rg -F -f "$folder/phrases-1000.txt" "$mails" | wc -l) lines as they stand; liyi: $($check "$folder/phrases-1000.yaml" "$mails" 2>&1 | tail -1)"
compare '5,000 mails, 1,000 phrases : rg, CPU' 2 "$check $folder/phrases-1000.yaml $mails" "rg -c -F -f $folder/phrases-1000.txt $mails"
compare '200,000 rows of CSV, 1,000 phrases : rg, CPU' 2 "$check $folder/only-phrases-1000.yaml $folder/chats.csv" "rg -c -F -f $folder/phrases-1000.txt $folder/chats.csv"
compare 'the same and 3 rules : rg, CPU' 2 "$check $folder/phrases-1000.yaml $folder/chats.csv" "rg -c -F -f $folder/phrases-1000.txt $folder/chats.csv"
# Twenty processes each, since one is too short for the clock.
twenty() { printf 'for i in $(seq 20); do %s; done' "$1"; }
compare '20 x one SMS against common : rg, CPU' 2 "$(twenty "$liyi check $sms")" "$(twenty "rg -c -F 还款 $sms")"
reply=$folder/reply.txt mail=$(find "$mails" -name '*.eml' | sort | sed -n 1p)
echo '您好，您的订单已经发出，预计明天送到。' > "$reply"
compare '20 x one reply through the gate : rg, CPU' 2 "$(twenty "$liyi gate < $reply")" "$(twenty "rg -c -F 不知道 $reply")"
compare '20 x one mail through the gate : rg, CPU' 2 "$(twenty "$liyi gate < $mail")" "$(twenty "rg -c -F 不知道 $mail")"
