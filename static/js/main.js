/* What every page starts. The pages work without it. */
import { start as startConfirm } from "./components/confirm.js";
import { start as startCounter } from "./components/counter.js";
import { start as startDayWords } from "./components/day_words.js";
import { start as startDraft } from "./components/draft.js";
import { start as startFilePick } from "./components/file_pick.js";
import { start as startPhotos } from "./components/photos.js";
import { start as startSubmitOnce } from "./components/submit_once.js";

startDraft(); // before the counters, which read what it restores
startCounter();
startConfirm();
startDayWords();
startFilePick();
startPhotos();
startSubmitOnce();
document.querySelector("[data-focus]")?.focus();
