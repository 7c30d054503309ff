import { createStore } from 'zustand/vanilla';
import type { ErrorCode, ErrorReport } from '@/lib/chat/errors';
import type { Handshake } from '@/lib/chat/events/handshake';
import type { Session } from '@/lib/chat/events/session';
import { LOBBY, PROTOCOL_VERSION } from '@/lib/chat/protocol';
import type { RoomInfo } from '@/lib/chat/room';
import { createChatNews } from './chat-news';
import type { Environment } from './environment/environment';
import { createFailureReports } from './page/failure-reports';
import { followPageLife } from './page/page-life';
import { RoomChat } from './room/room-chat';
import { createInvites } from './rooms/invites';
import { joinAll } from './rooms/join-all';
import { MyRooms } from './rooms/my-rooms';
import { createRoomActions } from './rooms/room-actions';
import { RoomsOnPage } from './rooms/rooms-on-page';
import { createAdminToken } from './self/admin-token';
import { Naming } from './self/naming';
import { createOneMember } from './self/one-member';
import { createSigningIn } from './self/signing-in';
import { createSessionStore } from './state/chat-store';
import { createConnectionWatch } from './state/connection-watch';
import type { Arrival } from './wire/arrival';
import { type ConnectionListener, LastingConnection } from './wire/connection';
import { createNodeSearch } from './wire/node-search';
import type { OpenWire } from './wire/wire';

/** The page's one chat: how it connects, loses the connection and recovers, for all its rooms. */
export class Chat {
  readonly session = createSessionStore();
  readonly rooms = new RoomsOnPage();
  readonly shown;
  readonly naming;
  readonly actions;
  readonly adminToken;
  readonly reports;
  readonly #environment: Environment;
  readonly #watch;
  readonly #connection;
  readonly #oneMember;
  readonly #nodeSearch;
  readonly #myRooms;
  readonly #invites;
  readonly #signingIn;

  /** @param firstRoom the room to show until the person opens another */
  constructor(openWire: OpenWire, environment: Environment, firstRoom: string = LOBBY) {
    const { session } = this;
    const connection = this.#createConnection(openWire, environment);
    const watch = createConnectionWatch(session, environment);
    this.#environment = environment;
    this.#connection = connection;
    this.#watch = watch;
    this.#nodeSearch = createNodeSearch({ environment, renew: () => connection.renew() });
    const reconnect = () => connection.connect();
    this.#oneMember = createOneMember({ tabs: environment.tabs, reconnect });
    this.adminToken = createAdminToken({ store: session, environment, reconnect });
    this.#myRooms = new MyRooms({
      request: connection.request,
      session,
      environment,
      listed: () => this.#openMyRooms(),
    });
    this.reports = createFailureReports(connection.request, session);
    this.actions = createRoomActions(connection.request, this.#myRooms, (room) => this.#roomChanged(room));
    this.#invites = createInvites(this.actions.acceptInvite, environment);
    this.#signingIn = createSigningIn({ store: session, environment, watch, connection });
    this.naming = new Naming({
      request: connection.request,
      store: session,
      environment,
      isConnected: watch.isConnected,
      isSignedIn: () => this.#signingIn.isSignedIn(),
      notice: (content) => this.room.notice(content),
      named: () => this.#letSend(),
    });
    this.shown = createStore<RoomChat>()(() => this.#room(firstRoom));
    this.room.shown();
  }

  /** The room that the person is looking at. */
  get room(): RoomChat {
    return this.shown.getState();
  }

  #createConnection(openWire: OpenWire, environment: Environment) {
    return new LastingConnection({
      openWire,
      environment,
      handshake: () => this.#handshake(),
      listener: this.#listener(),
      join: (request) => joinAll(this.rooms.all, request),
    });
  }

  #listener(): ConnectionListener {
    return {
      opened: (session) => this.#opened(session),
      resumed: () => this.#resumed(),
      moved: (arrival) => this.#moved(arrival),
      heard: createChatNews({
        rooms: this.rooms,
        myRooms: () => this.#myRooms,
        naming: () => this.naming,
        roomChanged: (room) => this.#roomChanged(room),
        storeChanged: (isStoring) => this.#storeChanged(isStoring),
      }),
      lost: () => this.#lost(),
      turnedAway: (error) => this.#turnedAway(error),
    };
  }

  /** Connects and stays connected until the returned function is called. */
  start(): () => void {
    this.#watch.started();
    this.rooms.start();
    let cancelConnect = () => {};
    const stopHearing = this.#signingIn.start(() => {
      this.naming.recall();
      // Not at once: React's strict mode starts, stops and restarts, and dropping a half-open socket logs a warning.
      cancelConnect = this.#environment.after(0, () => this.#connection.connect());
    });
    const stopFollowing = followPageLife({
      environment: this.#environment,
      watch: this.#watch,
      connection: this.#connection,
      signingIn: this.#signingIn,
    });
    const stopChecking = this.#connection.watch();
    const stopComparing = this.#oneMember.start();
    return () => {
      stopHearing();
      cancelConnect();
      stopFollowing();
      stopChecking();
      stopComparing();
      this.#nodeSearch.stop();
      this.#myRooms.close();
      this.rooms.stop();
      this.#connection.close();
    };
  }

  /** Shows the room and adds it to the member's rooms if it exists. An invite opens a private room to the member. */
  show(roomId: string, invite?: string): void {
    if (invite !== undefined) this.#invites.add(roomId, invite);
    const room = this.#room(roomId);
    if (room !== this.room) this.room.hidden();
    this.shown.setState(room, true);
    room.shown();
    const { removal, isMissing } = room.store.getState();
    if (invite !== undefined && (removal !== null || isMissing)) room.enterAgain();
    this.#openMyRooms();
    if (this.#watch.isConnected() && room.store.getState().room !== null) this.#myRooms.visited(roomId);
  }

  /** Returns the room, adding it to the page if it is not there yet. */
  #room(roomId: string): RoomChat {
    const known = this.rooms.get(roomId);
    if (known !== undefined) return known;
    const chat = new RoomChat({
      room: roomId,
      session: this.session,
      request: this.#connection.request,
      environment: this.#environment,
      isConnected: this.#watch.isConnected,
      caughtUp: () => this.#caughtUp(chat),
      failed: (code) => this.#catchUpFailed(code),
      refused: () => this.#invites.use(chat),
      answered: (code) => this.#answered(code),
    });
    this.rooms.add(chat);
    chat.letSend(this.#isNamed());
    if (this.#watch.isConnected()) chat.open();
    return chat;
  }

  /** Keeps on the page the member's rooms, the lobby, the room on screen, and any room with something left to send. */
  #openMyRooms(): void {
    const myRooms = this.session.getState().rooms.map(({ id }) => id);
    const gone = this.rooms.keepOnly(new Set([LOBBY, this.room.id, ...myRooms]));
    if (this.#watch.isConnected()) for (const id of gone) this.#leave(id);
    for (const id of myRooms) this.#room(id);
  }

  #leave = (room: string) => void this.#connection.request('room:leave', { room });

  #handshake(): Handshake {
    const sent = {
      ...this.#signingIn.credentials(),
      ...this.adminToken.credentials(),
      ...this.#nodeSearch.demand(),
    };
    return { version: PROTOCOL_VERSION, name: this.naming.nameToOpenWith(), ...sent };
  }

  #opened(session: Session): void {
    if (!this.#signingIn.opened(session)) return;
    this.session.setState({ session });
    this.adminToken.opened(session);
    this.#watch.opened(session.isStoring);
    this.#nodeSearch.told(session.isStoring);
    for (const chat of this.rooms.all) chat.open();
    this.naming.confirm(session);
    this.#oneMember.opened(session.member.id);
    this.#myRooms.open();
  }

  /** The node was slow, not gone, and still knows us. We ask again for what it said meanwhile. */
  #resumed(): void {
    this.#watch.resumed();
    this.#nodeSearch.told(this.session.getState().connection.status !== 'unstored');
    this.naming.resumed();
    for (const chat of this.rooms.all) chat.open();
    this.#letSend();
    this.#myRooms.open();
  }

  #roomChanged(room: RoomInfo): void {
    this.rooms.get(room.id)?.changed(room);
    this.#myRooms.changed(room);
  }

  #isNamed(): boolean {
    return this.#watch.isConnected() && this.naming.isConfirmed();
  }

  #letSend(): void {
    for (const chat of this.rooms.all) chat.letSend(this.#isNamed());
  }

  /** The person must not notice: requests in flight still get their answer, or are sent again. */
  #moved({ session, ...arrived }: Arrival): void {
    if (!this.#signingIn.opened(session)) return;
    this.session.setState({ session });
    this.#watch.opened(session.isStoring);
    this.#nodeSearch.told(session.isStoring);
    this.naming.moved(session);
    for (const id of this.rooms.moveTo(arrived)) this.#leave(id);
    this.#letSend();
    this.#myRooms.open();
  }

  #lost(): void {
    this.#myRooms.close();
    this.#nodeSearch.stop();
    for (const chat of this.rooms.all) chat.lost();
    this.#watch.lost();
  }

  #turnedAway(error: ErrorReport): void {
    this.#lost();
    this.#watch.answered(error.code);
    if (error.retryable) return;
    this.#connection.close();
    if (!this.#signingIn.turnedAway(error.code)) this.#watch.outdated();
  }

  #caughtUp(chat: RoomChat): void {
    this.#watch.caughtUp();
    if (chat !== this.room) return;
    this.#myRooms.visited(chat.id);
    const name = this.naming.takeConfirmed();
    if (name !== null) chat.notice({ kind: 'named', name });
  }

  #catchUpFailed(code: ErrorCode): void {
    if (code === 'unanswered' && this.#watch.isConnected()) this.#connection.connect();
    else this.#watch.answered(code);
  }

  /** Either the store or the connection may have left a message unanswered: a ping, which needs no store, tells which. */
  #answered(code: ErrorCode | null): void {
    if (code === 'unanswered') this.#connection.check();
    else if (code === 'name_required') this.naming.missing();
    else this.#watch.answered(code);
  }

  /** What waits for the store is sent as soon as the store is back. */
  #storeChanged(isStoring: boolean): void {
    this.#watch.storeChanged(isStoring);
    this.#nodeSearch.told(isStoring);
    if (isStoring) this.#letSend();
  }
}
