class StoringService:
    """Counts its visits in the store and leaves its name there."""

    def handle(self, request):
        visits = self.ask(request, "increment", {"key": "visits"})
        last = self.ask(request, "get", {"key": "last"})
        self.ask(request, "set", {"key": "last", "value": {"name": "Python"}, "expires": 3600})
        return f"{visits} from {last['name'] if last else 'nobody'}"

    def ask(self, request, what, asked):
        return request.call("store", handler=f"store.{what}", json=asked).json["data"]
