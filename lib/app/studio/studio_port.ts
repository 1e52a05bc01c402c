/**
 * Where the studio is served if nobody says otherwise: a browser remembers by the address that a page
 * may use the camera.
 */
export const STUDIO_PORT = 8910;
