import { type Packet, PacketType } from 'socket.io-parser';
import { gatewayParser } from '@/lib/server/gateway/gateway-parser';

const encoder = new gatewayParser.Encoder();

/** As it is on the wire. */
export function written(event: string, payload: unknown): string {
  const packet = { type: PacketType.EVENT, nsp: '/', data: [event, payload] } as unknown as Packet;
  const [text] = encoder.encode(packet);
  return (text as string).slice(1);
}
