//! Brotli and gzip, made once at build time.

use std::io::Write as _;

use anyhow::Result;

use crate::options::Mode;

/// A file compressed both ways.
#[derive(Debug)]
pub struct Compressed {
    /// Brotli, RFC 7932.
    pub br: Vec<u8>,
    /// gzip, RFC 1952.
    pub gz: Vec<u8>,
}

/// Whether a file's format leaves something to compress.
pub fn worthwhile(name: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default();
    !matches!(
        extension,
        "woff2" | "woff" | "png" | "jpg" | "jpeg" | "webp" | "avif" | "gif" | "ico"
    )
}

/// Compresses: as small as it gets for a release, fast otherwise.
pub fn compress(content: &[u8], mode: Mode) -> Result<Compressed> {
    let (quality, level) = match mode {
        Mode::Release => (11, flate2::Compression::best()),
        Mode::Dev => (2, flate2::Compression::fast()),
    };
    Ok(Compressed {
        br: brotli(content, quality)?,
        gz: gzip(content, level)?,
    })
}

fn brotli(content: &[u8], quality: i32) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: 24,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut out, &parameters)?;
    Ok(out)
}

fn gzip(content: &[u8], level: flate2::Compression) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn both_forms_give_the_content_back() {
        let content = b"Waar krijg jij energie van? ".repeat(50);
        for mode in [Mode::Release, Mode::Dev] {
            let compressed = compress(&content, mode).unwrap();
            let mut back = Vec::new();
            brotli::BrotliDecompress(&mut &*compressed.br, &mut back).unwrap();
            assert_eq!(back, content);
            back.clear();
            flate2::read::GzDecoder::new(&*compressed.gz)
                .read_to_end(&mut back)
                .unwrap();
            assert_eq!(back, content);
            assert!(compressed.br.len() < content.len());
        }
    }

    #[test]
    fn what_is_compressed_already_is_left_alone() {
        assert!(!worthwhile("fonts/body.woff2"));
        assert!(worthwhile("app.wasm") && worthwhile("icons/pin.svg"));
    }
}
