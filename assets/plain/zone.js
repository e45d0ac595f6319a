// On the page of signing up: the zone the browser is in goes along with the form.
const field = document.querySelector("input[name=zone]");
if (field) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
