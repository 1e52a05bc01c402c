/**
 * OpenCV's background models, MOG2 and KNN, frame by frame: what `apply()` and `getBackgroundImage()` give.
 *
 * @module
 */

export { KnnModel } from "./knn/knn_model.ts";
export type { KnnModelOptions } from "./knn/knn_model.ts";
export { Mog2Model } from "./mog2/mog2_model.ts";
export type { ApplyOptions, Mog2ModelOptions } from "./mog2/mog2_model.ts";
