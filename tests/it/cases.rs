#[test]
fn cases() {
    trycmd::TestCases::new().case("tests/cases/*.toml").case("tests/cases/*.md").env("LC_ALL", "C");
}
