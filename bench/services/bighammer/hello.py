async def handle(request):
    return {"status": 200, "data": {"service": "hello", "text": "A small answer, about a hundred bytes"}}
