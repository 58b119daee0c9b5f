//! [`CheckedPages`]: the pages of a column, no dictionary of which says that it has more than it has.
//!
//! The library makes room for as many values as a dictionary's header says before it reads any.

use parquet::basic::Type;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::schema::types::ColumnDescriptor;

/// Pages that are looked at before they are used.
pub(super) struct CheckedPages {
    pages: Box<dyn PageReader>,
    /// The bits that a value of the dictionary takes at least.
    value_bits: usize,
}

impl CheckedPages {
    pub(super) fn new(pages: Box<dyn PageReader>, column: &ColumnDescriptor) -> Self {
        let value_bits = match column.physical_type() {
            Type::BOOLEAN => 1,
            // The length of a `BYTE_ARRAY` takes four bytes.
            Type::INT32 | Type::FLOAT | Type::BYTE_ARRAY => 32,
            Type::INT64 | Type::DOUBLE => 64,
            Type::INT96 => 96,
            // Older writers say lengths there, too: there is room for one where it is shorter.
            Type::FIXED_LEN_BYTE_ARRAY => {
                usize::try_from(column.type_length()).unwrap_or(0).saturating_mul(8)
            }
        };
        Self { pages, value_bits }
    }

    pub(super) fn check(&self, page: &Page) -> Result<()> {
        let Page::DictionaryPage { buf, num_values, .. } = page else { return Ok(()) };
        let values = usize::try_from(*num_values).unwrap_or(usize::MAX);
        let bits = values.saturating_mul(self.value_bits.max(1));
        if bits > buf.len().saturating_mul(8) {
            return Err(ParquetError::General(format!(
                "a dictionary of {} bytes cannot have {num_values} values",
                buf.len()
            )));
        }
        Ok(())
    }
}

impl PageReader for CheckedPages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.pages.get_next_page()?;
        page.as_ref().map_or(Ok(()), |it| self.check(it))?;
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.pages.at_record_boundary()
    }
}

impl Iterator for CheckedPages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}
