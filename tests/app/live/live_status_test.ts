import { assertEquals } from "@std/assert";
import { LatencyMeter } from "../../../lib/app/live/live_status.ts";

Deno.test("LatencyMeter tells no rate of the first moment, and then that of late", () => {
  const meter = new LatencyMeter();
  // Frames that have waited for the beginning come at once.
  for (let at = 0; at < 20; at++) meter.add(0, at);
  assertEquals(meter.rate, 0);
  for (let at = 40; at <= 8000; at += 40) meter.add(at - 70, at);
  assertEquals(meter.rate, 25);
});

Deno.test("LatencyMeter has the median, 95 % and most, of late and of all", () => {
  const meter = new LatencyMeter();
  meter.add(0, 900);
  for (let frame = 1; frame <= 100; frame++) meter.add(1000 * frame, 1000 * frame + frame);
  assertEquals(meter.recent, { median: 51, p95: 96, most: 100 });
  assertEquals(meter.whole, { median: 51, p95: 96, most: 900 });
});
