// The token of today's login: a login in another tab changes it, in the cookie only.
"use strict";

function csrfToken() {
  const inPage = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] || inPage || "";
}
