namespace Balcao.Tests.Architecture;

/// <summary>The rules of the product, in short. Tests name them by <see cref="RuleAttribute"/>; <c>docs/rules.md</c> shows which do.</summary>
static class ProductRules
{
    /// <summary>Chapters by the letter of their rules.</summary>
    public static IReadOnlyDictionary<char, string> Chapters { get; } = new Dictionary<char, string>
    {
        ['P'] = "Provisioning",
        ['G'] = "Chat groups",
        ['V'] = "Variables",
        ['W'] = "Panel of a number",
        ['H'] = "Service hours",
        ['L'] = "Linking a number and a group",
        ['C'] = "Credits",
        ['R'] = "Requests of a tenant",
        ['A'] = "Attendance",
        ['T'] = "Templates and opt-in",
    };

    public static IReadOnlyList<ProductRule> All { get; } =
    [
        new("P1", "Only an operator creates tenants and numbers, in the back office."),
        new("P2", "A number belongs to exactly one tenant and works only there."),
        new("P3", "A tenant may have many numbers."),
        new("P4", "A tenant cannot add a number itself; it can only ask for one."),
        new("P5", "While a number, its contract or its tenant is suspended or cancelled, inbound messages are stored and shown, and sends are refused with the reason."),
        new("P6", "Webhooks of a number that nobody has are journaled, shown in the back office, and delivered when the number is released."),
        new("G1", "A group has a name, a display name, a switch, texts for queue, start, end, nobody online and outside hours, automatic distribution, administrators and attendants."),
        new("G2", "A group has a switch that makes it compatible with WhatsApp."),
        new("G3", "A group serves web chat and WhatsApp, or WhatsApp alone."),
        new("G4", "In a compatible group, service selection and closing by inactivity have no effect. The screen shows them greyed with the reason; their values return when the switch is off."),
        new("G5", "Only a group that is enabled and compatible may serve a WhatsApp number."),
        new("G6", "Every text of a group accepts variables."),
        new("G7", "A group that serves a number cannot be disabled, made incompatible or deleted; the refusal names the numbers."),
        new("V1", "Texts contain variables in single braces, with an optional fallback after a bar."),
        new("V2", "Typing a brace opens the list of the variables that are valid there, searchable by label."),
        new("V3", "Saving a text with an unknown variable is refused and names it. A missing value becomes its fallback, else nothing; nothing outside the list is evaluated."),
        new("W1", "The header shows number, period, requests, plan, credits, fees, chat group and the plan's status."),
        new("W2", "Only administrators change the chat group and the hours and see the requests; the server refuses agents."),
        new("W3", "The panel shows and edits the service hours of the number."),
        new("W4", "Consumption of the number and period: opt-in link, templates, counts of messages, credits, tariff; it follows the messages."),
        new("W5", "A view over all numbers, a daily chart, a forecast, alerts at 80 and 100 percent, and an export."),
        new("W6", "Beside the credits stands what Meta will charge for the same messages."),
        new("H1", "A number has several intervals a day in its own time zone, holidays and exceptions for a date."),
        new("H2", "A message in hours becomes a chat; a message outside hours becomes a ticket."),
        new("H3", "An interval includes its start and excludes its end; WhatsApp's timestamp of the message decides."),
        new("H4", "A message joins a chat that is waiting or in service, whatever the hour."),
        new("H5", "A message uses the newest ticket that is neither closed nor cancelled, and reopens it if it is resolved. A resolved ticket closes by itself after some days."),
        new("H6", "A message that arrives more than 15 minutes after its timestamp is decided by its arrival, a held one by the moment of linking."),
        new("H7", "When hours end, waiting chats wait on. The outside-hours text is sent once per conversation and closed period; with nobody online in hours the chat waits and that text is sent once."),
        new("L1", "An administrator changes a number's group and is offered only groups that may serve WhatsApp."),
        new("L2", "A number has exactly one group; a group may serve several numbers."),
        new("L3", "Messages to a number without a group are held, counted and shown, and delivered in order with their own timestamps when a group is linked."),
        new("L4", "When a number gets another group, open chats keep theirs; only new chats go to the new one."),
        new("C1", "A plan has credits per month, a fee, a price for extra credits, and a tariff for each type of charge."),
        new("C2", "Automatic messages cost as much as any other."),
        new("C3", "A message is charged once, whatever is delivered again. A send that finally fails is reversed by a second line; no line is ever changed."),
        new("C4", "Extra credits are those used above the contracted ones in the calendar month, never below zero."),
        new("C5", "Credits are not carried into the next month."),
        new("C6", "A later change of the plan never changes a past month."),
        new("C7", "Inbound text, media, stickers, locations, contacts, replies, orders and unsupported messages are charged; reactions, edits, deletions, system messages, echoes and history are not."),
        new("C8", "A line belongs to the month in which it is booked, a reversal to the month of the failure. Money is rounded once, on the statement."),
        new("C9", "At a cap sends are refused; inbound messages are always stored, shown and charged."),
        new("C10", "Operators keep Meta's rate card; the cost at Meta is known for each message, number and month."),
        new("R1", "A request for a contract, a change of plan or a cancellation is open, under review, approved with a date, refused with a reason, or withdrawn."),
        new("R2", "Operators answer requests in the back office; an approval takes effect on its date."),
        new("R3", "Every step of a request is in the audit trail."),
        new("A1", "The panel lists waiting chats and chats in service, with their origin."),
        new("A2", "Without automatic distribution an agent takes a waiting chat; of two agents who take the same one exactly one gets it."),
        new("A3", "With automatic distribution the next attendant of the group's order who is online, available and below the limits gets the chat that has waited longest."),
        new("A4", "A chat is transferred to an agent or a group with a note; an online agent is invited and accepts; agents leave; a group administrator takes over an absent agent's chat."),
        new("A5", "A chat is closed with the end text, and its ticket is resolved or stays open."),
        new("A6", "A chat has a ticket from its first second; at the close the transcript is in the ticket."),
        new("A7", "The chats of an agent who is offline longer than the grace time, disabled, or out of the group wait again and keep the time they have waited since."),
        new("A8", "Free text outside the 24-hour window is refused with the reason, on the screen and by the server."),
        new("A9", "Agents see the chats of the groups they attend, group administrators all chats of their groups, administrators all chats; a contact's history is visible to all who see one of its chats or tickets."),
        new("A10", "An automatic text is sent once per cause, only inside the window, is charged, names no agent as its author, and is never caused by replayed, imported or late messages."),
        new("T1", "Templates are read from WhatsApp, all pages of them, and kept up to date by its webhooks."),
        new("T2", "Administrators write templates with a preview and submit them."),
        new("T3", "A template is sent from a chat, a ticket or to a new contact, with a form made of its parts and checked before sending."),
        new("T4", "Each number has an opt-in page that records who agreed to what, when and where; a contact opts out by keyword, by WhatsApp's own setting or through an agent. Marketing templates to those who opted out are refused."),
    ];

    public static bool Exists(string id) => All.Any(rule => rule.Id == id);
}

/// <summary>A rule with its id, for example A2.</summary>
sealed record ProductRule(string Id, string Says);
