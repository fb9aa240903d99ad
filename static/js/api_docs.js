// Shows the API's schema; requests tried here carry the session and its CSRF token.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("api-docs");
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";
  // The viewer makes a page of its own; here it is a part of ours: one main, headings in order.
  const fitIn = () => {
    place.querySelectorAll("main").forEach((inner) => {
      const part = document.createElement("div");
      part.id = inner.id;
      part.append(...inner.childNodes);
      inner.replaceWith(part);
    });
    place.querySelectorAll("h3.opblock-tag").forEach((heading) => heading.setAttribute("aria-level", "2"));
    place.querySelectorAll(".info .title").forEach((heading) => heading.setAttribute("aria-level", "2"));
  };
  window.SwaggerUIBundle({
    dom_id: "#api-docs",
    url: place.dataset.schema,
    deepLinking: false,
    docExpansion: "list",
    defaultModelsExpandDepth: -1,
    validatorUrl: null,
    persistAuthorization: false,
    onComplete: () => window.requestAnimationFrame(fitIn),
    requestInterceptor: (request) => {
      request.headers["X-CSRFToken"] = token();
      return request;
    },
  });
});
