/** The endings that are offered when a picture is chosen. */
export const PICTURES = "image/*,.heic,.avif,.jfif,.tif,.tiff,.pgm,.ppm";
