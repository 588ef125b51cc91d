//! Every case under `tests/cases`, and the sessions that the READMEs show. `TRYCMD=overwrite` rewrites them.

#[test]
fn cases() {
    let cases = trycmd::TestCases::new();
    cases.env("LC_ALL", "C");
    for case in ["tests/cases/*.toml", "tests/cases/*.md", "README.md", "README.zh-CN.md"] {
        cases.case(case);
    }
}
