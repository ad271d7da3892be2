// SPDX-License-Identifier: EUPL-1.2
// A story is a row of steps that stand on each other: the first that fails ends
// it. The last line is "N passed, N failed".
export async function story(title, steps, last) {
  let passed = 0;
  let failed = 0;
  console.log(title);
  for (const [name, act] of steps) {
    const began = Date.now();
    try {
      await act();
      passed++;
      console.log(`  ok      ${name} (${Date.now() - began} ms)`);
    } catch (e) {
      failed++;
      console.log(`  FAILED  ${name}\n${e.stack}`);
      break;
    }
  }
  try {
    await last();
  } catch (e) {
    failed++;
    console.log(`  FAILED  the end\n${e.stack}`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}

export function expect(condition, message) {
  if (!condition) throw new Error(message);
}
