/** Two wheels, one frame. */
export const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36">
<rect width="36" height="36" rx="9" fill="#14635a"/>
<g fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">
<circle cx="11" cy="22" r="5"/><circle cx="25" cy="22" r="5"/><path d="M11 22l4-9h6l4 9M11 22h7l3-9"/>
</g></svg>`;
