// Fields that wait for the page: before its script runs, what is typed would be lost.
import { useEffect, useState } from "react";

export function Alive({ children }) {
  const [alive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  return <fieldset className="alive" disabled={!alive}>{children}</fieldset>;
}
