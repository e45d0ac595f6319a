// Leaves the dashboard for a page of the server, as a whole new page.
import { useEffect } from "react";

const SIGN_IN = "/sign-in";

export function Leave({ to, failures }) {
  useEffect(() => {
    if (to) leave(to);
  }, [to]);

  // A browser is not told why its socket was refused: nobody may be signed in any more.
  useEffect(() => {
    if (failures.length) leaveIfSignedOut();
  }, [failures]);
  return null;
}

function leave(to) {
  location.replace(`${to}?next=${encodeURIComponent(location.pathname)}`);
}

async function leaveIfSignedOut() {
  try {
    const { status } = await fetch("/_event", { cache: "no-store" });
    if (status === 401) leave(SIGN_IN);
  } catch {
    // There is no connection at all.
  }
}
