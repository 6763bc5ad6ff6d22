// Reading aloud, only by a voice of the device that is known to be good: a poor one harms more than none.

const speech = globalThis.speechSynthesis;

/** Reads a text with one of `good` (what the names of good voices begin with), or undefined where the device has none. */
export function reader(good = []) {
  const voice = speech?.getVoices().find(({ lang, localService, name }) => localService && /^vi\b/i.test(lang) && good.some((start) => name.startsWith(start)));
  return voice && ((text) => {
    speech.cancel();
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = voice.lang;
    speech.speak(said);
  });
}

export const silence = () => speech?.speaking && speech.cancel();
