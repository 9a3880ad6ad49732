"""Asks the third service."""


def handle(request):
    answer = request.call("third", "/from/python").json["data"]
    return {"path": ["python", *answer["path"]], "ids": [request["id"], *answer["ids"]]}
