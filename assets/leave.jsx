// Leaves the dashboard for a page of the server, as a whole new page.
import { useEffect } from "react";

export function Leave({ to }) {
  useEffect(() => {
    if (to) location.replace(`${to}?next=${encodeURIComponent(location.pathname)}`);
  }, [to]);
  return null;
}
