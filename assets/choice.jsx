// One of a few. It shows what was chosen at once; the server then agrees, or differs.
import { useEffect, useState } from "react";

export function Choice({ label, name, options, value, asMenu, onChoose }) {
  const [chosen, choose] = useChosen(value, onChoose);
  if (asMenu) {
    return (
      <select aria-label={label} className="menu" value={chosen} onChange={({ target }) => choose(target.value)}>
        {options.map(([each, text]) => <option key={each} value={each}>{text}</option>)}
      </select>
    );
  }
  return (
    <fieldset className="choice">
      <legend className="visually-hidden">{label}</legend>
      {options.map(([each, text]) => (
        <label key={each}>
          <input type="radio" name={name} checked={chosen === each} onChange={() => choose(each)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

/** One of the zones that the browser knows. */
export function ZoneMenu({ label, value, onChoose }) {
  const known = Intl.supportedValuesOf?.("timeZone") ?? [];
  const zones = [...new Set([value || "UTC", "UTC", ...known])].sort();
  const options = zones.map((zone) => [zone, zone.replaceAll("_", " ")]);
  return <Choice label={label} options={options} value={value || "UTC"} asMenu onChoose={onChoose} />;
}

/** A checkbox with its label, as quick as the click. */
export function Tick({ label, checked, onTick }) {
  const [ticked, tick] = useChosen(checked, onTick);
  return (
    <label className="check">
      <input type="checkbox" checked={!!ticked} onChange={({ target }) => tick(target.checked)} />
      {label}
    </label>
  );
}

function useChosen(value, onChoose) {
  const [chosen, setChosen] = useState(value);
  useEffect(() => setChosen(value), [value]);
  const choose = (next) => {
    setChosen(next);
    onChoose(next);
  };
  return [chosen, choose];
}
