using System.Text.Json.Nodes;

namespace Balcao.Simulator.Graph;

/// <summary>
/// The rules a message must satisfy to be accepted, by type (Meta, Cloud API messages reference, Dec 2025). Pure
/// functions.
/// </summary>
static class OutboundRules
{
    static readonly string[] MediaTypes = ["image", "video", "audio", "document", "sticker"];

    /// <summary>The first rule the message breaks, or null.</summary>
    public static GraphError? FirstBroken(JsonObject message) => Broken(message).FirstOrDefault();

    public static bool IsMedia(string type) => MediaTypes.Contains(type);

    // Each rule may rely on the ones before it: the enumeration stops at the first error.
    static IEnumerable<GraphError> Broken(JsonObject message)
    {
        var type = message.Text("type") ?? "text";
        if (message["context"] is not null && message.Object("context")?.Text("message_id") is not { Length: > 0 }) yield return GraphError.Missing("context['message_id']");
        if (message.Text("biz_opaque_callback_data") is { Length: > 512 }) yield return TooLong("biz_opaque_callback_data", 512);
        if (message.Text("recipient_type") is not (null or "individual" or "group")) yield return GraphError.InvalidParameter("Param recipient_type must be one of {INDIVIDUAL, GROUP} - got \"" + message.Text("recipient_type") + "\".");

        var rules = type switch
        {
            "text" => Text,
            "location" => Location,
            "contacts" => Contacts,
            "reaction" => Reaction,
            "interactive" => InteractiveRules.Broken,
            "template" => TemplateRules.Broken,
            _ when IsMedia(type) => json => Media(json, type),
            _ => (Func<JsonObject, IEnumerable<GraphError>>?)null,
        };
        if (rules is null)
        {
            yield return GraphError.InvalidParameter(
                $"Param type must be one of {{AUDIO, CONTACTS, DOCUMENT, IMAGE, INTERACTIVE, LOCATION, REACTION, STICKER, TEMPLATE, TEXT, VIDEO}} - got \"{type}\".");
            yield break;
        }
        if (type is "contacts" ? message.Array("contacts") is not { Count: > 0 } : message.Object(type) is null) yield return GraphError.Missing(type);
        foreach (var error in rules(message)) yield return error;
    }

    static IEnumerable<GraphError> Text(JsonObject message)
    {
        var body = message.Object("text")!.Text("body");
        if (body is null) yield return GraphError.Missing("text['body']");
        if (string.IsNullOrWhiteSpace(body)) yield return GraphError.InvalidParameter("Param text['body'] cannot be empty.");
        if (Length(body!) > 4096) yield return TooLong("text['body']", 4096);
    }

    static IEnumerable<GraphError> Media(JsonObject message, string type)
    {
        var part = message.Object(type)!;
        foreach (var error in MediaReference(part, type)) yield return error;
        if (type is "audio" or "sticker" && part["caption"] is not null) yield return GraphError.InvalidParameter($"Unexpected key \"caption\" on param \"{type}\".");
        if (part.Text("caption") is { } caption && Length(caption) > 1024) yield return TooLong($"{type}['caption']", 1024);
        if (part["filename"] is not null && type is not "document") yield return GraphError.InvalidParameter($"Unexpected key \"filename\" on param \"{type}\".");
    }

    internal static IEnumerable<GraphError> MediaReference(JsonObject part, string name)
    {
        var (id, link) = (part.Text("id"), part.Text("link"));
        if (string.IsNullOrEmpty(id) && string.IsNullOrEmpty(link)) yield return GraphError.Of(131008, $"{name}['id'] or {name}['link'] is required.");
        if (id is not null && link is not null) yield return GraphError.InvalidParameter($"Only one of {name}['id'] and {name}['link'] may be given.");
        if (link is not null && !IsWebAddress(link)) yield return GraphError.Invalid($"Link {link} is not a valid http or https URL.");
    }

    static IEnumerable<GraphError> Location(JsonObject message)
    {
        var place = message.Object("location")!;
        if (place.Number("latitude") is not { } latitude) { yield return GraphError.Missing("location['latitude']"); yield break; }
        if (place.Number("longitude") is not { } longitude) { yield return GraphError.Missing("location['longitude']"); yield break; }
        if (latitude is < -90 or > 90) yield return GraphError.Invalid("location['latitude'] must be between -90 and 90.");
        if (longitude is < -180 or > 180) yield return GraphError.Invalid("location['longitude'] must be between -180 and 180.");
        if (place.Text("address") is not null && place.Text("name") is null) yield return GraphError.Invalid("location['address'] is shown only together with location['name'].");
    }

    static IEnumerable<GraphError> Contacts(JsonObject message)
    {
        var cards = message.Array("contacts")!;
        if (cards.Count > 257) yield return GraphError.Invalid("Invalid contacts count. Max allowed: 257.");
        for (var i = 0; i < cards.Count; i++)
        {
            var name = (cards[i] as JsonObject)?.Object("name");
            if (name is null)
            {
                yield return GraphError.Missing($"contacts[{i}]['name']");
                yield break;
            }
            if (name.Text("formatted_name") is not { Length: > 0 }) yield return GraphError.Missing($"contacts[{i}]['name']['formatted_name']");
            if (name.Count < 2) yield return GraphError.Of(131008, $"contacts[{i}]['name'] needs one more of first_name, last_name, middle_name, prefix, suffix.");
        }
    }

    static IEnumerable<GraphError> Reaction(JsonObject message)
    {
        var reaction = message.Object("reaction")!;
        if (reaction.Text("message_id") is not { Length: > 0 }) yield return GraphError.Missing("reaction['message_id']");
        if (reaction["emoji"] is null) yield return GraphError.Missing("reaction['emoji']");
        if (reaction.Text("emoji") is { Length: > 0 } emoji && new System.Globalization.StringInfo(emoji).LengthInTextElements != 1)
            yield return GraphError.Invalid("reaction['emoji'] must be a single emoji.");
    }

    internal static GraphError TooLong(string name, int maximum) => GraphError.InvalidParameter($"Param {name} must be at most {maximum} characters long.");

    /// <summary>Characters as people count them: an emoji outside the basic plane is one.</summary>
    internal static int Length(string text) => text.EnumerateRunes().Count();

    internal static bool IsWebAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
}

/// <summary>Buttons, lists, links, location request, flow, products, carousel.</summary>
static class InteractiveRules
{
    public static IEnumerable<GraphError> Broken(JsonObject message)
    {
        var interactive = message.Object("interactive")!;
        var type = interactive.Text("type");
        if (type is null) yield return GraphError.Missing("interactive['type']");
        var rules = type switch
        {
            "button" => Buttons,
            "list" => List,
            "cta_url" => CallToAction,
            "location_request_message" => LocationRequest,
            "flow" => Flow,
            "product" or "product_list" or "catalog_message" => Products,
            "carousel" => Carousel,
            "address_message" or "request_contact_info" or "call_permission_request" or "voice_call" => _ => [],
            _ => (Func<JsonObject, IEnumerable<GraphError>>?)null,
        };
        if (rules is null)
        {
            yield return GraphError.InvalidParameter($"Param interactive['type'] has an unknown value \"{type}\".");
            yield break;
        }
        if (type is not ("product" or "call_permission_request") && interactive.Object("body")?.Text("text") is not { Length: > 0 }) yield return GraphError.Missing("interactive['body']['text']");
        var bodyLimit = type is "list" ? 4096 : 1024;
        if (interactive.Object("body")?.Text("text") is { } body && OutboundRules.Length(body) > bodyLimit) yield return GraphError.Invalid($"Body text length invalid. Min length: 1, Max length: {bodyLimit}");
        if (interactive.Object("footer")?.Text("text") is { } footer && OutboundRules.Length(footer) > 60) yield return GraphError.Invalid("Footer text length invalid. Min length: 1, Max length: 60");
        foreach (var error in Header(interactive, type!)) yield return error;
        if (interactive.Object("action") is null && type is not "call_permission_request") yield return GraphError.Missing("interactive['action']");
        foreach (var error in rules(interactive)) yield return error;
    }

    static IEnumerable<GraphError> Header(JsonObject interactive, string type)
    {
        if (interactive.Object("header") is not { } header) yield break;
        var kind = header.Text("type");
        if (kind is not ("text" or "image" or "video" or "document")) yield return GraphError.Invalid($"Header type {kind} is not valid.");
        if (type is "list" or "product_list" && kind is not "text") yield return GraphError.Invalid($"Header of a {type} message must be text.");
        if (kind is "text")
        {
            if (header.Text("text") is not { Length: > 0 } text) { yield return GraphError.Missing("interactive['header']['text']"); yield break; }
            if (OutboundRules.Length(text) > 60) yield return GraphError.Invalid("Header text length invalid. Min length: 1, Max length: 60");
        }
        else if (header.Object(kind!) is { } part)
        {
            foreach (var error in OutboundRules.MediaReference(part, $"interactive['header']['{kind}']")) yield return error;
        }
        else
        {
            yield return GraphError.Missing($"interactive['header']['{kind}']");
        }
    }

    static IEnumerable<GraphError> Buttons(JsonObject interactive)
    {
        var buttons = interactive.Object("action")!.Array("buttons");
        if (buttons is null or { Count: 0 or > 3 }) yield return GraphError.Invalid("Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3");
        var replies = buttons.Objects().Select(button => button.Object("reply")).ToList();
        if (buttons.Objects().Any(button => button.Text("type") is not "reply") || replies.Contains(null)) yield return GraphError.Invalid("Every button must be of type reply.");
        foreach (var reply in replies)
        {
            if (reply!.Text("title") is not { Length: > 0 } title || OutboundRules.Length(title) > 20) yield return GraphError.Invalid("Button title length invalid. Min length: 1, Max length: 20");
            if (reply!.Text("id") is not { Length: > 0 and <= 256 }) yield return GraphError.Invalid("Button id length invalid. Min length: 1, Max length: 256");
        }
        if (HasDuplicates(replies, "id")) yield return GraphError.Invalid("Duplicated button id.");
        if (HasDuplicates(replies, "title")) yield return GraphError.Invalid("Duplicated button title.");
    }

    static IEnumerable<GraphError> List(JsonObject interactive)
    {
        var action = interactive.Object("action")!;
        if (action.Text("button") is not { Length: > 0 } label || OutboundRules.Length(label) > 20) yield return GraphError.Invalid("Button label length invalid. Min length: 1, Max length: 20");
        var sections = action.Array("sections").Objects().ToList();
        if (sections.Count is 0 or > 10) yield return GraphError.Invalid("Invalid sections count. Min allowed sections: 1, Max allowed sections: 10");
        var rows = new List<JsonObject?>();
        foreach (var section in sections)
        {
            if (section.Text("title") is { } title ? OutboundRules.Length(title) > 24 : sections.Count > 1) yield return GraphError.Invalid("Section title length invalid. Required with several sections. Max length: 24");
            var own = section.Array("rows").Objects().ToList();
            if (own.Count == 0) yield return GraphError.Invalid("Every section needs a row.");
            rows.AddRange(own);
        }
        if (rows.Count > 10) yield return GraphError.Invalid("Total row count exceed max allowed count: 10");
        foreach (var row in rows)
        {
            if (row!.Text("id") is not { Length: > 0 and <= 200 }) yield return GraphError.Invalid("Row id length invalid. Min length: 1, Max length: 200");
            if (row!.Text("title") is not { Length: > 0 } title || OutboundRules.Length(title) > 24) yield return GraphError.Invalid("Row title length invalid. Min length: 1, Max length: 24");
            if (row!.Text("description") is { } description && OutboundRules.Length(description) > 72) yield return GraphError.Invalid("Row description length invalid. Max length: 72");
        }
        if (HasDuplicates(rows, "id")) yield return GraphError.Invalid("Duplicated row id.");
    }

    static IEnumerable<GraphError> CallToAction(JsonObject interactive)
    {
        var action = interactive.Object("action")!;
        if (action.Text("name") is not "cta_url") yield return GraphError.Invalid("action['name'] must be cta_url.");
        var parameters = action.Object("parameters");
        if (parameters?.Text("display_text") is not { Length: > 0 } text || OutboundRules.Length(text) > 20) yield return GraphError.Invalid("display_text length invalid. Min length: 1, Max length: 20");
        if (parameters?.Text("url") is not { } url || !OutboundRules.IsWebAddress(url)) yield return GraphError.Invalid("action['parameters']['url'] is not a valid URL.");
    }

    static IEnumerable<GraphError> LocationRequest(JsonObject interactive)
    {
        if (interactive.Object("action")!.Text("name") is not "send_location") yield return GraphError.Invalid("action['name'] must be send_location.");
    }

    static IEnumerable<GraphError> Flow(JsonObject interactive)
    {
        var action = interactive.Object("action")!;
        if (action.Text("name") is not "flow") yield return GraphError.Invalid("action['name'] must be flow.");
        if (action.Object("parameters") is not { } parameters) { yield return GraphError.Missing("action['parameters']"); yield break; }
        if (parameters.Text("flow_message_version") is null) yield return GraphError.Missing("flow_message_version");
        if (parameters.Text("flow_id") is null == parameters.Text("flow_name") is null) yield return GraphError.Invalid("Exactly one of flow_id and flow_name must be given.");
        if (parameters.Text("flow_cta") is not { Length: > 0 } label || OutboundRules.Length(label) > 30) yield return GraphError.Invalid("flow_cta length invalid. Min length: 1, Max length: 30");
        if (parameters.Text("flow_action") is not (null or "navigate" or "data_exchange")) yield return GraphError.Invalid("flow_action must be navigate or data_exchange.");
    }

    static IEnumerable<GraphError> Products(JsonObject interactive)
    {
        var (type, action) = (interactive.Text("type"), interactive.Object("action")!);
        if (type is not "catalog_message" && action.Text("catalog_id") is null) yield return GraphError.Missing("action['catalog_id']");
        if (type is "product" && action.Text("product_retailer_id") is null) yield return GraphError.Missing("action['product_retailer_id']");
        if (type is "catalog_message" && action.Text("name") is not "catalog_message") yield return GraphError.Invalid("action['name'] must be catalog_message.");
        if (type is not "product_list") yield break;
        if (interactive.Object("header") is null) yield return GraphError.Missing("interactive['header']");
        var sections = action.Array("sections").Objects().ToList();
        if (sections.Count is 0 or > 10) yield return GraphError.Invalid("Invalid sections count. Min allowed sections: 1, Max allowed sections: 10");
        if (sections.Sum(section => section.Array("product_items")?.Count ?? 0) is 0 or > 30) yield return GraphError.Invalid("Invalid products count. Min allowed: 1, Max allowed: 30");
    }

    static IEnumerable<GraphError> Carousel(JsonObject interactive)
    {
        var cards = interactive.Object("action")!.Array("cards").Objects().ToList();
        if (cards.Count is < 2 or > 10) yield return GraphError.Invalid("Invalid cards count. Min allowed cards: 2, Max allowed cards: 10");
        if (cards.Select(card => card.Object("header")?.Text("type")).Distinct().Count() > 1) yield return GraphError.Invalid("All cards must have the same header type.");
        foreach (var card in cards)
        {
            if (card.Object("header")?.Text("type") is not ("image" or "video")) yield return GraphError.Invalid("A card's header must be an image or a video.");
            if (card.Object("body")?.Text("text") is { } body && OutboundRules.Length(body) > 160) yield return GraphError.Invalid("Card body length invalid. Max length: 160");
        }
    }

    static bool HasDuplicates(IEnumerable<JsonObject?> items, string name) => items.GroupBy(item => item!.Text(name)).Any(group => group.Count() > 1);
}

/// <summary>
/// The rules for the shape of a template message. Whether the template exists is checked against the account's
/// templates, not here.
/// </summary>
static class TemplateRules
{
    public static IEnumerable<GraphError> Broken(JsonObject message)
    {
        var template = message.Object("template")!;
        if (template.Text("name") is not { Length: > 0 }) yield return GraphError.Missing("template['name']");
        if (template.Object("language")?.Text("code") is not { Length: > 0 }) yield return GraphError.Missing("template['language']['code']");
        foreach (var component in template.Array("components").Objects())
        {
            var type = component.Text("type")?.ToLowerInvariant();
            if (type is not ("header" or "body" or "footer" or "button" or "carousel" or "limited_time_offer" or "order_status"))
                yield return GraphError.InvalidParameter($"Param template['components']['type'] has an unknown value \"{type}\".");
            if (type is "button" && (component.Text("sub_type") is not { Length: > 0 } || component.Number("index") is not (>= 0 and <= 9)))
                yield return GraphError.Of(131008, "A button component needs sub_type and an index from 0 to 9.");
            var parameters = component.Array("parameters").Objects().ToList();
            foreach (var parameter in parameters)
            {
                foreach (var error in Parameter(parameter, type!)) yield return error;
            }
            if (type is "body" && parameters.Select(parameter => parameter.Text("parameter_name") is null).Distinct().Count() > 1)
                yield return GraphError.InvalidParameter("Named and positional parameters cannot be mixed.");
        }
    }

    static IEnumerable<GraphError> Parameter(JsonObject parameter, string component)
    {
        var type = parameter.Text("type")?.ToLowerInvariant();
        if (type is null) { yield return GraphError.Missing("parameters['type']"); yield break; }
        var known = type switch
        {
            "text" => parameter.Text("text") is not null,
            "currency" or "date_time" => parameter.Object(type)?.Text("fallback_value") is not null,
            "image" or "video" or "document" => parameter.Object(type) is not null,
            "location" => parameter.Object("location")?.Number("latitude") is not null,
            "payload" => parameter.Text("payload") is not null,
            "coupon_code" => parameter.Text("coupon_code") is not null,
            "action" or "limited_time_offer" or "product" => parameter[type] is not null,
            _ => false,
        };
        if (!known) yield return GraphError.Of(132012, $"{component}: parameter of type {type} is unknown or lacks its value.");
        if (type is "text" && component is "body" or "header" && parameter.Text("text") is { } text
            && (text.Contains('\n') || text.Contains('\t') || text.Contains("     ", StringComparison.Ordinal)))
            yield return new GraphError(132018, 400, "(#132018) There was an issue with the parameters in your template", "Param text cannot have new-line/tab characters or more than 4 consecutive spaces");
        if (type is "image" or "video" or "document")
        {
            foreach (var error in OutboundRules.MediaReference(parameter.Object(type)!, type)) yield return error;
        }
    }
}
