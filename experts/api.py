from ninja import NinjaAPI

api = NinjaAPI(
    title="Qorgau", version="1", docs_url=None, openapi_url="/openapi.json", urls_namespace="api"
)
