//! From a file that somebody sends to three small pictures. Everything but the pixels goes: the
//! place and the time a phone wrote into it, its thumbnails, its comments.

use std::io::Cursor;

use aws_lc_rs::digest::{SHA256, digest};
use goesting_core::Refusal;
use goesting_store::picture::{Blob, Sizes};
use goesting_types::problem::ErrorCode;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage};

/// Most bytes of a file that is read.
pub const MAX_FILE_BYTES: usize = 8 * 1024 * 1024;
/// Most bytes of a picture that is kept.
const MAX_BYTES: usize = 300 * 1024;
/// Most pixels: what phones make today, and far from what would fill the memory.
const MAX_PIXELS: u64 = 60_000_000;
/// Longest side in pixels.
const MAX_SIDE: u32 = 16_384;
/// Most memory while decoding.
const MAX_DECODING_BYTES: u64 = 320 * 1024 * 1024;
/// Widths of the three sizes. A picture is at most twice as high as it may be wide.
const WIDTHS: Sizes<u32> = Sizes {
    small: 320,
    medium: 800,
    large: 1600,
};
/// Qualities that are tried until the picture is small enough.
const QUALITIES: [u8; 5] = [82, 74, 64, 52, 40];

/// The three sizes of a JPEG, PNG or WebP file, upright, as JPEG.
pub fn render(file: &[u8]) -> Result<Sizes<Blob>, Refusal> {
    sizes(decode(file)?)
}

/// The three sizes of a picture that is decoded already.
pub fn sizes(original: DynamicImage) -> Result<Sizes<Blob>, Refusal> {
    let large = fit(&original, WIDTHS.large);
    drop(original);
    let medium = fit(&large, WIDTHS.medium);
    let small = fit(&medium, WIDTHS.small);
    Ok(Sizes {
        small: encode(&small)?,
        medium: encode(&medium)?,
        large: encode(&large)?,
    })
}

fn unreadable(why: impl std::fmt::Display) -> Refusal {
    Refusal::new(
        ErrorCode::UnreadablePicture,
        format!("Send a JPEG, PNG or WebP file of at most 60 megapixels ({why})."),
    )
}

fn decode(file: &[u8]) -> Result<DynamicImage, Refusal> {
    let mut reader = ImageReader::new(Cursor::new(file))
        .with_guessed_format()
        .map_err(unreadable)?;
    match reader.format() {
        Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) => {}
        _ => return Err(unreadable("its first bytes are none of these")),
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_DECODING_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    // What the header says decides before anything is unpacked.
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(unreadable(format!("it has {width} × {height} pixels")));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut upright = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    upright.apply_orientation(orientation);
    Ok(upright)
}

/// The picture at most so wide; never larger than it was.
fn fit(image: &DynamicImage, width: u32) -> DynamicImage {
    let height = width * 2;
    if image.width() <= width && image.height() <= height {
        image.clone()
    } else {
        image.resize(width, height, FilterType::Triangle)
    }
}

fn encode(image: &DynamicImage) -> Result<Blob, Refusal> {
    let mut pixels = on_white(image);
    loop {
        for quality in QUALITIES {
            let mut bytes = Vec::new();
            JpegEncoder::new_with_quality(&mut bytes, quality)
                .encode_image(&pixels)
                .map_err(unreadable)?;
            if bytes.len() <= MAX_BYTES {
                return Ok(Blob {
                    hash: digest(&SHA256, &bytes).as_ref().to_vec(),
                    media_type: "image/jpeg".to_owned(),
                    bytes,
                });
            }
        }
        // Noise does not compress; fewer pixels do.
        let (width, height) = (pixels.width() * 3 / 4, pixels.height() * 3 / 4);
        let smaller = DynamicImage::ImageRgb8(pixels).resize(
            width.max(1),
            height.max(1),
            FilterType::Triangle,
        );
        pixels = smaller.to_rgb8();
    }
}

/// What is see-through becomes white, as on the page.
fn on_white(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let seen = image.to_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [red, green, blue, alpha] = seen.get_pixel(x, y).0;
        let blend = |part: u8| {
            let (part, alpha) = (u16::from(part), u16::from(alpha));
            u8::try_from((part * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([blend(red), blend(green), blend(blue)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageBuffer, Rgba};

    fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn size(blob: &Blob) -> (u32, u32) {
        let image = image::load_from_memory(&blob.bytes).unwrap();
        (image.width(), image.height())
    }

    /// A picture of noise: the worst to compress.
    fn noise(width: u32, height: u32) -> DynamicImage {
        let mut state = 0x2545_f491_u32;
        let image: RgbImage = ImageBuffer::from_fn(width, height, |_, _| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            let [a, b, c, _] = state.to_le_bytes();
            image::Rgb([a, b, c])
        });
        image.into()
    }

    #[test]
    fn even_noise_fits_in_three_sizes() {
        let sizes = render(&file(&noise(2000, 1000), ImageFormat::Jpeg)).unwrap();
        assert_eq!(size(&sizes.small), (320, 160));
        assert_eq!(size(&sizes.medium), (800, 400));
        for blob in sizes.into_array() {
            assert!(blob.bytes.len() <= MAX_BYTES, "{} bytes", blob.bytes.len());
        }
    }

    #[test]
    fn a_small_picture_stays_small_and_its_sizes_share_their_bytes() {
        let sizes = render(&file(&noise(100, 40), ImageFormat::WebP)).unwrap();
        assert_eq!(size(&sizes.large), (100, 40));
        assert_eq!(sizes.small, sizes.large);
    }

    #[test]
    fn what_is_see_through_is_white() {
        let clear: ImageBuffer<Rgba<u8>, _> = ImageBuffer::from_pixel(10, 10, Rgba([0, 0, 0, 0]));
        let sizes = render(&file(&clear.into(), ImageFormat::Png)).unwrap();
        let image = image::load_from_memory(&sizes.small.bytes).unwrap();
        assert!(
            image
                .to_rgb8()
                .pixels()
                .all(|p| p.0.iter().all(|c| *c > 250))
        );
    }

    /// A JPEG with an EXIF block in front that says "turn me" and where it was taken.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
        // Tag 0x0112 (orientation), type short, one value: 6 (turned a quarter).
        tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
        tiff.extend(b"GPS 50.8796 4.7009");
        let length = u16::try_from(tiff.len() + 2).unwrap().to_be_bytes();
        let mut file = jpeg[..2].to_vec();
        file.extend([0xff, 0xe1]);
        file.extend(length);
        file.extend(&tiff);
        file.extend(&jpeg[2..]);
        file
    }

    #[test]
    fn it_is_turned_upright_and_nothing_else_is_kept() {
        let turned = with_exif(&file(&noise(60, 30), ImageFormat::Jpeg));
        let sizes = render(&turned).unwrap();
        assert_eq!(size(&sizes.large), (30, 60));
        for blob in sizes.into_array() {
            let holds = |what: &[u8]| blob.bytes.windows(what.len()).any(|w| w == what);
            assert!(!holds(b"GPS") && !holds(b"Exif"));
        }
    }

    #[test]
    fn what_is_no_picture_or_too_large_a_one_is_refused() {
        let whole = file(&noise(50, 50), ImageFormat::Png);
        // A PNG header that promises 16 000 × 16 000 pixels, a bomb of a few bytes.
        let mut bomb = whole.clone();
        bomb[16..24].copy_from_slice(&[0, 0, 0x3e, 0x80, 0, 0, 0x3e, 0x80]);
        let gif = b"GIF89a\x01\0\x01\0\0\0\0;".to_vec();
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec();
        let cut = whole[..whole.len() / 2].to_vec();
        for file in [Vec::new(), b"hello".to_vec(), gif, svg, cut, bomb] {
            let refusal = render(&file).unwrap_err();
            assert_eq!(refusal.code, ErrorCode::UnreadablePicture);
        }
    }
}
