import type { Phrases } from "./phrases.ts";
import { TIME } from "./time.ts";

const NEXT =
  "They will read this chat and reply right here, so you need not repeat anything or keep watching this chat. Your reference is **{ref}**.\n\nWe never message you first, and never ask for your seed phrase, private key, password or codes.";

export const en: Phrases = {
  greeting:
    "Hi, I'm the tpWallet support assistant. I can help with signing in, transfers, security and feedback. Just tell me in one sentence what happened.\n\nOne thing to remember: never give your seed phrase, private key, password or codes to anyone, even if they say they are support.",
  greetingAgain: "I'm here. What went wrong?",
  help: 'Just write your question, for example "my transfer has not arrived". To reach a person at any time, write "human".',
  menu: "What is it about? You can also just type.",
  thanks: "You're welcome. Come back any time.",
  smalltalk:
    'I\'m the tpWallet support assistant, a bot. Tell me what is wrong with your wallet, or write "human" to reach a person.',
  notOurs:
    "I can't help with that one: prices, investment advice and other companies' products are outside what we do. Anything about using tpWallet, please ask.",
  notOursAgain: "That one is outside what we do as well, sorry. Anything about using tpWallet, please ask.",
  languageWelcome: "Sure, English is fine. What went wrong?",
  detailsAlone:
    "Got it, I'll keep that in mind. What should I help you with? One sentence on what happened is enough.",
  care: "I'm worried about you, reading this. The money can be dealt with step by step; **right now you matter most**.\n\nPlease tell someone close to you now, or call your local emergency number or a crisis line. You don't have to carry this alone.",
  confirmNothing: "All right. Is there anything else I can help with?",
  nonsense:
    'I did not understand that. Could you tell me in one sentence what happened? To reach a person, write "human".',
  didThisHelp: "Did this help?",
  helpedYes: "Great. Come back any time.",
  helpedNo:
    "I'm sorry that didn't help. Could you tell me a bit more, such as where you are stuck and what the screen says? A colleague can also take a look.",
  sameAgain:
    "The steps I know are in my answer above. If they were not enough, tell me where exactly you get stuck and what the screen says. A colleague can also take a look.",
  askBack: "Just to be sure, which of these do you mean?",
  rephrase:
    "Sorry, I didn't quite get that. Could you say it another way: what you did, at which step, what the screen says? Or pick one below, or ask for a colleague.",
  fileWithoutWords:
    "I have it, but I can't read pictures, voice messages or files. Please tell me in one sentence what the problem is. If it shows your seed phrase, private key or a code, please delete it now.",
  slowDown: "I have all your messages. Please give me a moment, no need to send them again.",
  emergency:
    "**Do these steps now, as fast as you can**:\n1. On a clean device, install the app from the official source and create a new wallet with a brand-new seed phrase.\n2. Move what is left there, the most valuable first, on every chain of the old phrase.\n3. Revoke suspicious approvals.\n4. If fees you top up vanish at once, stop topping up.\n5. Check the device, change your e-mail and login passwords, turn on 2FA.\n6. Keep transaction hashes and screenshots; report it to the police and to the receiving exchange.\n\nA transfer confirmed on the chain cannot be reversed by anyone. Whoever promises to recover funds for a fee is a scammer.",
  secretUrgent:
    "Your message contained a seed phrase or private key. We removed it and did not keep it. **But treat this wallet as exposed and act now**:\n1. On a clean device, create a new wallet with a brand-new seed phrase.\n2. Move everything there, the most valuable first, on every chain.\n3. Revoke suspicious approvals.\n4. If fees you top up vanish at once, stop topping up.\n5. Check the device and change your e-mail and login passwords.\n6. Keep the transaction records; report any loss to the police.\n\nNever send the phrase to anyone again, including us. Whoever promises to recover funds is a scammer. If your chat app lets you delete that message, please do.",
  secretAgain:
    "The seed phrase or key in this message was removed as well and not kept. Please don't send it again; move your funds to a new wallet first.",
  secretMinor:
    "The password, code, card number or pairing link in your message was removed and not kept. Never tell it to anyone, support included; we cannot sign in for you. If someone already has it, change your password now.",
  hashOrKey:
    'You sent a long string that could be a transaction hash or a private key, so it was masked to be safe. If it is a **transaction hash**, please send it again as "hash: …". If it is a **private key**, don\'t send it again, and move your funds to a new wallet now.',
  handoff: {
    wish: `Of course, I've passed you to a colleague. ${NEXT}`,
    urgent: `This is urgent, so I've passed you to a colleague with priority. ${NEXT}`,
    "secret-pasted": `To be safe I've alerted a colleague (they cannot see the phrase or key you sent). ${NEXT}`,
    "missed-twice": `I can't answer this well, so I've passed you to a colleague. ${NEXT}`,
    "not-helped-twice": `I'm sorry I couldn't help. I've passed you to a colleague. ${NEXT}`,
    "entry-asks": `A colleague should look at this, so I've passed it on. ${NEXT}`,
    "form-sent": `Your details are with a colleague now. ${NEXT}`,
    "bad-rating": `I'm sorry this wasn't solved. I've passed it back to a colleague. ${NEXT}`,
    "bot-late": `I can't answer right now, so I've passed you to a colleague. ${NEXT}`,
    "agent-released": `Another colleague will take over in a moment. ${NEXT}`,
    "file-without-words": `I can't read files, so I've passed you to a colleague. ${NEXT}`,
  },
  alsoUseful:
    "If you have them at hand, you can send these here meanwhile: {slots}. It helps a colleague look it up, and it is fine without.",
  alreadyWaiting:
    "You're already waiting for a colleague (reference **{ref}**). They will reply right here; feel free to add anything meanwhile.",
  goPrivate:
    "This is better dealt with in private. Tap the button and I'll go on with you there; no need to repeat anything. Anyone who messages you first as support is a scammer.",
  goPrivateUrgent:
    "**Tap the button now**: in our private chat I'll pass you to a colleague with priority. Share no details in this group, and trust nobody who messages you first: they are scammers.",
  publicHelp:
    "Reply to this message (or mention me) with your question in one sentence. For anything personal, or to reach a person, tap the button and write to me in private.",
  resolvedPublic: "We'll close this one here. If anything is left, reply to this message or mention me.",
  seenByOthers:
    "**Others here may have seen what you just sent.** If that message is still there, delete it right now.",
  privateHere: "Here it's just you and us. A moment ago you asked: {question}",
  privateBare: "Here it's just you and us. What can I help you with?",
  privateMore:
    "Tell me what else matters, such as where you are stuck and what the screen says. I can also pass you to a colleague.",
  passedOnUrgent:
    "Got it, I'll pass this on as well. Don't wait for the reply: follow the steps above now, as fast as you can.",
  passedOn: "Got it, I'll pass this on as well. A colleague will reply right here.",
  noted: "Noted. {what}. A colleague will see it too.",
  handoffCancelled: "All right, I've cancelled the request for a person. Ask me anything else.",
  agentJoined: "{name} is now looking after your question.",
  agentTransferred: "{name} will help you from here and can see the whole chat.",
  returnedToBot:
    'My colleague is done, and I (the bot) am back. Just ask; to reach a person again, write "human".',
  resolved: "We'll close this for now. How did we do? (1 is worst, 5 is best)",
  resolvedUrgent:
    "We'll close this for now, reference **{ref}**. Remember: whoever promises to recover funds for a fee is a scammer. If it isn't solved, choose \"Not solved yet\" below.",
  ratingThanks: "Thank you for the rating.",
  ratingSorry:
    "I'm sorry we fell short, and thank you for saying so. What went wrong? If it isn't solved, a colleague can pick it up again.",
  commentThanks: "Thank you, noted. It goes to the team. If you have a new question, just ask.",
  reopenDeclined: "All right. Come back any time.",
  slowPress: "That option has expired. Please just tell me what you need.",
  gotIt: "Got it.",
  formNoted: "Got it. {what}.",
  formUnclear: "I couldn't make that out. {hint}",
  formSkipped: "No problem, we'll skip that.",
  formSummary: "This is what I have. Once you confirm, it goes to a colleague:\n\n{lines}",
  formNothing: "That's fine, we can do without them. Shall I pass you to a colleague now?",
  formCancelled: "All right, we'll leave that. Ask me anything else.",
  formResume: "We hadn't finished your details. Shall we go on?",
  colon: ": ",
  comma: ", ",
  buttons: {
    yes: "Solved",
    no: "Not solved",
    human: "Talk to a person",
    cancelHuman: "No longer needed",
    noneOfThese: "None of these",
    menu: "Common questions",
    formStart: "Send details to a person",
    formSubmit: "Send",
    formCancel: "Cancel",
    formResume: "Go on",
    formSkip: "Skip",
    dialogTitle: "Details for a person",
    reopen: "Not solved yet",
    leaveResolved: "No, thanks",
    private: "Continue in private",
  },
  time: TIME.en,
  commands: {
    menu: "Common questions",
    human: "Talk to a person",
    help: "What I can do for you",
    start: "Start again",
  },
  slots: {
    "registered-email": {
      label: "Registered e-mail",
      question: "Which e-mail is the account registered with? You may mask it, like jo***@example.com.",
      hint: 'Please send the e-mail address, masked if you like, or write "skip".',
    },
    device: {
      label: "Device",
      question: "Which phone and system version do you use?",
      hint: "For example: Pixel 7, Android 15.",
    },
    "app-version": {
      label: "App version",
      question: "Which version of the app is it? (See Settings or About.)",
      hint: 'It looks like 2.1.3. Write "skip" if you don\'t know.',
    },
    "error-text": {
      label: "Error text",
      question: "What exactly does the error message say?",
      hint: "Just type what the screen says, without passwords or codes.",
    },
    screenshot: {
      label: "Screenshot",
      question:
        'Could you send a screenshot? Please cover any seed phrase, key or code first. Or write "skip".',
      hint: 'Send a picture, or write "skip".',
    },
    time: { label: "Time", question: "When did you do it, roughly?", hint: "For example: today, 10 am." },
    chain: {
      label: "Chain",
      question: "Which chain (network) was it? For example BSC, TRON or Ethereum.",
      hint: 'Please send the name of the chain, for example BSC, TRON, Ethereum or Polygon. Write "skip" if unsure.',
    },
    "tx-hash": {
      label: "Transaction hash",
      question:
        "Please send the transaction hash (you can copy it from the transaction's details). A hash is public and safe to share; a private key or seed phrase is not.",
      hint: 'A hash is a string of about 64 characters in the transaction\'s details. Write "skip" if there is none.',
    },
    "token-amount": {
      label: "Token and amount",
      question: "Which token was it, and how much?",
      hint: "For example: 100 USDT.",
    },
    address: {
      label: "Address",
      question: "Please send the wallet address concerned (the public address, not a key).",
      hint: 'It starts with 0x… or T…. Write "skip" if there is none.',
    },
    counterparty: {
      label: "Other side",
      question: "Which exchange, platform or account is on the other side?",
      hint: 'The name is enough. Write "skip" if there is none.',
    },
    steps: {
      label: "Steps",
      question: "At which step does it go wrong?",
      hint: "Just say what you tapped first and what came next.",
    },
    details: {
      label: "Details",
      question: "Please describe it in a sentence or two.",
      hint: "A sentence or two is enough, without passwords, codes or phrases.",
    },
  },
};
