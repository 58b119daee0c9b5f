//! The work, over the ports: download, read, write, store.

use sha2::{Digest, Sha256};

use crate::{
    bands::{BANDS, Limits},
    contract::{Band, BennerError, BennerRequest, Refused, Source, Stored},
    csv,
    page::Page,
    ports::{Download, Object, PutObject},
    table::{NotTheTable, RefusedLine, Row, Table},
};

/// The longest text of a refused line that is reported, in characters: a row and some more.
const REFUSED_TEXT_MAX: usize = 160;
/// The longest filename, so that the keys of the bands keep to S3's 1,024 bytes.
const FILENAME_BYTES_MAX: usize = 1_000;

/// Downloads the table, and stores it whole and in bands.
///
/// The object with all asteroids is written last: where it is new, the bands are too.
///
/// # Errors
///
/// As [`BennerError`] says. What was written before an error stays; a retry writes it again.
pub async fn handle(
    request: BennerRequest,
    web: &impl Download,
    bucket: &impl PutObject,
) -> Result<Stored, BennerError> {
    let BennerRequest { bucket_name, benner: Source { url, filename } } = request;
    check_names(&bucket_name, &filename)?;
    let page = Page::read(web.download(&url).await?).map_err(BennerError::general)?;
    let table = Table::read(&page)?;
    let Some(lowest) = table.lowest() else { return Err(NotTheTable::NoRow.into()) };
    let lowest_delta_v = lowest.delta_v.parse().map_err(BennerError::general)?;

    let mut bands = Vec::with_capacity(BANDS.len());
    for limits in BANDS {
        let rows: Vec<&Row<'_>> =
            table.rows.iter().filter(|row| Limits::of(row) == Some(limits)).collect();
        let key = limits.key(&filename);
        let object = object(&bucket_name, &key, rows.iter().copied())?;
        bands.push(Band {
            name: limits.name.to_owned(),
            max_delta_v: limits.max_delta_v(),
            rows: count(rows.len()),
            etag: bucket.put_object(object).await?,
            key,
        });
    }
    let whole = object(&bucket_name, &filename, &table.rows)?;
    let sha256 = hexadecimal(&whole.sha256);
    let etag = bucket.put_object(whole).await?;
    Ok(Stored {
        bucket: bucket_name,
        key: filename,
        rows: count(table.rows.len()),
        etag,
        sha256,
        lowest_delta_v,
        refused: table.refused.iter().map(refused).collect(),
        refused_count: count(table.refused_count),
        bands,
    })
}

/// What S3 would refuse, or take and make unreachable for half of its clients.
fn check_names(bucket: &str, filename: &str) -> Result<(), BennerError> {
    if bucket.is_empty() {
        return Err(BennerError::general("`bucketName` is empty: give the name of a bucket"));
    }
    let why = if filename.is_empty() {
        "is empty"
    } else if filename.len() > FILENAME_BYTES_MAX {
        "is longer than 1000 bytes"
    } else if filename.chars().any(char::is_control) {
        "has a control character in it"
    } else if filename.split('/').any(|it| matches!(it, "" | "." | "..")) {
        "has an empty part, or one that is `.` or `..`"
    } else {
        return Ok(());
    };
    let start: String = filename.chars().take(REFUSED_TEXT_MAX).collect();
    Err(BennerError::General(format!(
        "`benner.filename` {why}: `{}`; give a key such as `benner.csv`",
        start.escape_debug()
    )))
}

fn object<'a>(
    bucket: &str,
    key: &str,
    rows: impl IntoIterator<Item = &'a Row<'a>>,
) -> Result<Object, BennerError> {
    let body = csv::write(rows).map_err(BennerError::general)?;
    Ok(Object {
        bucket: bucket.to_owned(),
        key: key.to_owned(),
        content_type: csv::CONTENT_TYPE,
        sha256: Sha256::digest(&body).into(),
        body,
    })
}

fn refused(it: &RefusedLine<'_>) -> Refused {
    let RefusedLine { line, why } = it;
    Refused {
        line: count(line.number),
        why: why.to_string(),
        text: line.text.chars().take(REFUSED_TEXT_MAX).collect(),
    }
}

fn count(number: usize) -> u64 {
    // No machine counts further than 64 bits.
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |it: u8| char::from_digit(u32::from(it), 16);
    bytes.iter().flat_map(|it| [digit(it >> 4), digit(it & 0xf)]).flatten().collect()
}

impl From<NotTheTable> for BennerError {
    fn from(error: NotTheTable) -> Self {
        match &error {
            NotTheTable::CutShort { .. } => Self::http(error),
            NotTheTable::NoRow | NotTheTable::TooManyRefused { .. } => Self::general(error),
        }
    }
}
