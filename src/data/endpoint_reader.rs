//! Reads the table of endpoints: comma-separated, one row a line, a field in quotes if it has commas.

use alloc::vec::Vec;

use crate::code::is_code;
use crate::data::endpoint::EndpointFacts;
use crate::data::endpoint::EndpointPromise;
use crate::data::endpoint::EndpointScope;
use crate::data::instant;
use crate::data::name::EndpointName;
use crate::place::Jurisdiction;
use crate::time::UnixTime;

/// The rows of a table known on `released`, by name; or the number of the line that cannot be read, 0 for the whole.
pub(crate) fn read(table: &'static str, released: UnixTime) -> Result<Vec<EndpointFacts>, usize> {
    if table.len() > MOST_BYTES {
        return Err(0);
    }
    let mut lines = table.lines().zip(1..);
    if lines.next() != Some((HEADER, 1)) {
        return Err(1);
    }
    let rows = lines.map(|(line, number)| row(line).filter(|row| row.checked <= released).ok_or(number));
    let mut rows = rows.collect::<Result<Vec<_>, usize>>()?;
    let mut hosts: Vec<&str> = rows.iter().map(|row| row.host).collect();
    hosts.sort_unstable();
    rows.sort_unstable_by_key(EndpointFacts::name);
    let unique =
        hosts.is_sorted_by(|host, next| host < next) && rows.is_sorted_by(|row, next| row.name < next.name);
    if unique { Ok(rows) } else { Err(0) }
}

fn row(line: &'static str) -> Option<EndpointFacts> {
    let fields: [&'static str; 10] = fields(line)?.try_into().ok()?;
    let [platform, name, scope, promise, countries, host, source, source_date, checked, note] = fields;
    let facts = EndpointFacts {
        name: EndpointName::parse(name).ok()?,
        platform: Some(platform).filter(|platform| is_code(platform.as_bytes()))?,
        scope: EndpointScope::read(scope)?,
        promise: EndpointPromise::parse(promise).ok()?,
        countries: countries
            .split_terminator(' ')
            .map(|country| Jurisdiction::parse(country).ok())
            .collect::<Option<_>>()?,
        host: Some(host).filter(|host| is_host(host))?,
        source: Some(source).filter(|source| is_address(source))?,
        source_date: if source_date.is_empty() { None } else { Some(day(source_date)?) },
        checked: day(checked)?,
        note,
    };
    // A global endpoint promises no place, and a list of countries is a promise about processing.
    let is_consistent = (facts.scope != EndpointScope::Global || facts.promise == EndpointPromise::Nothing)
        && (facts.countries.is_empty() || facts.promise == EndpointPromise::Processed)
        && facts.source_date.is_none_or(|date| date <= facts.checked);
    is_consistent.then_some(facts)
}

/// The fields of a line. A quote inside a quoted field is not provided for.
fn fields(line: &'static str) -> Option<Vec<&'static str>> {
    let mut fields = Vec::new();
    let mut rest = Some(line);
    while let Some(text) = rest {
        let field;
        (field, rest) = match text.strip_prefix('"') {
            Some(quoted) => {
                let (field, tail) = quoted.split_once('"')?;
                (field, if tail.is_empty() { None } else { Some(tail.strip_prefix(',')?) })
            }
            None => text.split_once(',').map_or((text, None), |(field, tail)| (field, Some(tail))),
        };
        if field.contains('"') {
            return None;
        }
        fields.push(field);
    }
    Some(fields)
}

/// True for a host in lower case with at least one dot, where `{name}` stands for a part of a label.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(is_host_byte);
    host.contains('.') && host.split('.').all(is_label)
}

const fn is_host_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'{' | b'}')
}

fn is_address(source: &str) -> bool {
    let host = source.strip_prefix("https://").and_then(|rest| rest.split('/').next());
    host.is_some_and(is_host) && source.bytes().all(|byte| byte.is_ascii_graphic())
}

fn day(text: &str) -> Option<UnixTime> {
    if text.len() == 10 { instant::parse(text) } else { None }
}

const HEADER: &str = "platform,endpoint,scope,promise,countries,host,source,source_date,checked,note";

const MOST_BYTES: usize = 8 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "acme,acme-eu,eu,processed,IE DE,{id}.eu.acme.example,https://acme.example/doc,2026-01-02,2026-11-26,note";

    fn table(rows: &[&str]) -> Result<Vec<EndpointFacts>, usize> {
        let released = UnixTime::from_date(2026, 11, 26).unwrap();
        read(format!("{HEADER}\n{}", rows.join("\n")).leak(), released)
    }

    #[test]
    fn a_row_is_read_field_by_field() {
        let rows = table(&[ROW]).unwrap();
        let [row] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!((row.name().as_str(), row.platform()), ("acme-eu", "acme"));
        assert_eq!(row.scope(), EndpointScope::Zone(crate::place::Zone::Eu));
        assert_eq!(row.promise(), EndpointPromise::Processed);
        assert_eq!(row.countries(), ["IE", "DE"].map(|code| Jurisdiction::parse(code).unwrap()));
        assert_eq!((row.host(), row.source()), ("{id}.eu.acme.example", "https://acme.example/doc"));
        assert_eq!(row.source_date(), UnixTime::from_date(2026, 1, 2));
        assert_eq!(Some(row.checked()), UnixTime::from_date(2026, 11, 26));
        assert_eq!(row.note(), "note");
        let quoted = table(&[&ROW.replace(",note", ",\"one, two\"")]).unwrap();
        assert_eq!(quoted[0].note(), "one, two");
    }

    #[test]
    fn one_bad_field_refuses_the_table() {
        let good = ROW.replace("acme-eu", "acme-other").replace(".eu.", ".other.");
        assert_eq!(table(&[&good, ROW]).unwrap().len(), 2);
        let bad = [
            ("acme,", ","),
            ("acme,", "Acme,"),
            ("acme-eu", "acme--eu"),
            ("acme-eu", "a-name-of-thirty-two-bytes-in-all"),
            (",eu,", ",,"),
            (",eu,", ",EU27,"),
            (",eu,", ",global,"),
            ("processed", ""),
            ("processed", "Processed"),
            ("processed", "stored"),
            ("IE DE", "IE  DE"),
            ("IE DE", "IE,DE"),
            ("IE DE", "Ireland"),
            ("{id}.eu.acme.example", ""),
            ("{id}.eu.acme.example", "acme"),
            ("{id}.eu.acme.example", "https://acme.example"),
            ("{id}.eu.acme.example", "acme..example"),
            ("https://acme.example/doc", ""),
            ("https://acme.example/doc", "own-knowledge"),
            ("https://acme.example/doc", "http://acme.example/doc"),
            ("2026-01-02", "2026-11-27"),
            ("2026-01-02", "2026-02-30"),
            ("2026-01-02", "2026-01-02T00:00:00Z"),
            (",2026-11-26", ","),
            (",2026-11-26", ",2026-11-27"),
            (",note", ",note,more"),
            (",note", ""),
            (",note", ",no\"te"),
            (",note", ",\"note"),
            (",note", ",\"note\"more"),
        ];
        for (from, to) in bad {
            let row = ROW.replacen(from, to, 1);
            assert_ne!(row, ROW);
            assert_eq!(table(&[&good, &row]).unwrap_err(), 3, "{from} as {to}");
        }
        assert_eq!(table(&[&good, "", ROW]).unwrap_err(), 3, "an empty line");
    }

    #[test]
    fn duplicates_refuse_the_table() {
        assert_eq!(table(&[ROW, &ROW.replace(".eu.", ".other.")]).unwrap_err(), 0, "a name twice");
        assert_eq!(table(&[ROW, &ROW.replace("acme-eu", "acme-other")]).unwrap_err(), 0, "a host twice");
    }

    #[test]
    fn an_unknown_column_refuses_the_table() {
        let released = UnixTime::from_date(2026, 11, 26).unwrap();
        for header in ["", "platform", &HEADER.replace("host", "url"), &format!("{HEADER},more")] {
            assert_eq!(read(format!("{header}\n{ROW}").leak(), released).unwrap_err(), 1, "{header}");
        }
    }

    #[test]
    fn more_than_eight_megabytes_refuse_the_table() {
        let released = UnixTime::from_date(2026, 11, 26).unwrap();
        let start = format!("{HEADER}\n{ROW}");
        let padding = MOST_BYTES - start.len();
        assert!(read(format!("{start}{}", "x".repeat(padding)).leak(), released).is_ok());
        assert_eq!(read(format!("{start}{}", "x".repeat(padding + 1)).leak(), released).unwrap_err(), 0);
    }
}
