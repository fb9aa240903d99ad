// Shows the API's schema; requests tried here carry the session and its CSRF token.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("api-docs");
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";
  window.SwaggerUIBundle({
    dom_id: "#api-docs",
    url: place.dataset.schema,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
    persistAuthorization: false,
    requestInterceptor: (request) => {
      request.headers["X-CSRFToken"] = token();
      return request;
    },
  });
});
