export interface PlainClientToServer {
  join(room: string, answer: () => void): void;
  say(room: string, text: string, answer: () => void): void;
}

export interface PlainServerToClient {
  said(text: string): void;
}
