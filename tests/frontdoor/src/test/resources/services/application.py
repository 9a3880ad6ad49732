# Edition 0
from fastapi import FastAPI, WebSocket

app = FastAPI()


@app.websocket("/application/{room}")
async def chat(socket: WebSocket, room: str):
    socket.scope["bighammer"]["hand_over"] = room == "stays"
    await socket.accept(subprotocol="room")
    async for text in socket.iter_text():
        await socket.send_text(f"{room}: {text}")
