using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Balcao.Simulator.Phones;
using Balcao.Simulator.Webhooks;

namespace Balcao.Simulator.Graph;

/// <summary>
/// The settings of a number: registration, PIN, blocked users, QR codes, coexistence (Meta, phone numbers reference,
/// Dec 2025).
/// </summary>
public sealed class NumberSettings(PhoneBook phones, PhoneAppEvents events, TimeProvider time)
{
    const int LargestBlockCall = 1000, RegistrationsPer72Hours = 10, MostCodes = 2000;

    readonly ConcurrentDictionary<string, NumberState> states = new();

    /// <summary>The code of every request_code; Meta sends it by SMS or call.</summary>
    public const string Code = "123456";

    public bool IsRegistered(string numberId) => Of(numberId).Registered;

    public bool IsVerified(string numberId) => Of(numberId).Verified;

    public bool IsBlocked(string numberId, string phoneId) => Of(numberId).Blocked.Contains(phoneId);

    public bool SetPin(string numberId, string? pin)
    {
        if (!IsPin(pin)) return false;
        Change(numberId, state => state with { Pin = pin });
        return true;
    }

    public GraphReply Register(BusinessNumber number, JsonObject body)
    {
        if (body.Text("messaging_product") is not "whatsapp") return GraphError.Required("messaging_product");
        if (!IsPin(body.Text("pin"))) return GraphError.InvalidParameter("Param pin must be 6 digits.");
        if (TooOften(number.Id)) return GraphError.Of(133016);
        var state = Of(number.Id);
        if (!state.Verified) return GraphError.Of(133006);
        if (state.Pin is not null && state.Pin != body.Text("pin")) return GraphError.Of(133005);
        Change(number.Id, before => before with { Registered = true, Pin = body.Text("pin") });
        return GraphReply.Success;
    }

    public GraphReply Deregister(BusinessNumber number)
    {
        if (!IsRegistered(number.Id)) return GraphError.Of(133010);
        if (TooOften(number.Id)) return GraphError.Of(133016);
        Change(number.Id, before => before with { Registered = false });
        return GraphReply.Success;
    }

    public GraphReply RequestCode(BusinessNumber number, JsonObject body)
    {
        if (body.Text("code_method") is not ("SMS" or "VOICE")) return GraphError.InvalidParameter("Param code_method must be one of {SMS, VOICE}.");
        if (body.Text("language") is not { Length: > 0 }) return GraphError.Required("language");
        if (IsVerified(number.Id)) return new GraphError(136024, 400, "(#136024) Request code error", "The number is verified already.");
        Change(number.Id, before => before with { CodeAsked = true });
        return GraphReply.Success;
    }

    public GraphReply VerifyCode(BusinessNumber number, JsonObject body)
    {
        if (body["code"]?.ToString() is not { Length: > 0 } code) return GraphError.Required("code");
        if (!Of(number.Id).CodeAsked || code.Replace("-", "", StringComparison.Ordinal) != Code) return new GraphError(136025, 400, "(#136025) Verify code error", "Code couldn't be verified.");
        Change(number.Id, before => before with { Verified = true, CodeAsked = false });
        return GraphReply.Success;
    }

    /// <summary>Marks the number as not verified, for the control API, so that verification can be tested.</summary>
    public void Unverify(string numberId) => Change(numberId, before => before with { Verified = false, Registered = false, Pin = null });

    public GraphReply Set(BusinessNumber number, JsonObject body)
    {
        if (body.Object("user_identity_change") is not { } identity) return GraphError.InvalidParameter("Nothing to change.");
        Change(number.Id, before => before with { ChecksIdentity = identity.Is("enable_identity_key_check") });
        return GraphReply.Success;
    }

    public GraphReply Settings(BusinessNumber number) => GraphReply.Ok(new JsonObject
    {
        ["user_identity_change"] = new JsonObject { ["enable_identity_key_check"] = Of(number.Id).ChecksIdentity },
        ["storage_configuration"] = new JsonObject { ["status"] = "DEFAULT" },
    });

    /// <summary>
    /// Only customers who wrote within 24 hours can be blocked. If some fail and others succeed, the answer is an error
    /// with both lists.
    /// </summary>
    public GraphReply Block(BusinessNumber number, JsonObject body, bool block)
    {
        if (body.Text("messaging_product") is not "whatsapp") return GraphError.Required("messaging_product");
        var wanted = body.Array("block_users").Objects().Select(user => user.Text("user") ?? user.Text("user_id") ?? "").ToList();
        if (wanted.Count is 0 or > LargestBlockCall) return GraphError.InvalidParameter($"Param block_users holds 1 to {LargestBlockCall} users.");
        var (done, failed) = (new JsonArray(), new JsonArray());
        foreach (var input in wanted)
        {
            var phone = phones.Find(input) ?? (PhoneNumbers.Normalise(input, number.Digits) is { } digits ? phones.FindNumber(digits) : null);
            var user = new JsonObject { ["input"] = input };
            if (phone?.WaId is { } waId) user["wa_id"] = waId;
            if (phone is not null) user["user_id"] = phone.UserId;
            if (phone is null || (block && !phone.With(number.Id).WindowIsOpen(time.GetUtcNow())))
            {
                user["errors"] = new JsonArray(new JsonObject
                {
                    ["message"] = "Re-engagement required", ["code"] = 131047,
                    ["error_data"] = new JsonObject { ["details"] = "The user has not written to this number in the last 24 hours." },
                });
                failed.Add(user);
                continue;
            }
            Change(number.Id, before => before with { Blocked = block ? before.Blocked.Add(phone.Id) : before.Blocked.Remove(phone.Id) });
            done.Add(user);
        }
        var lists = new JsonObject { [block ? "added_users" : "removed_users"] = done };
        if (failed.Count > 0) lists["failed_users"] = failed;
        var answer = new JsonObject { ["messaging_product"] = "whatsapp", ["block_users"] = lists };
        if (failed.Count == 0) return GraphReply.Ok(answer);
        answer["error"] = GraphError.Of(139100).ToBody()["error"]!.DeepClone();
        return new GraphReply(StatusCodes.Status400BadRequest, answer);
    }

    public IReadOnlyList<JsonObject> BlockedUsers(BusinessNumber number) => [.. Of(number.Id).Blocked.Order(StringComparer.Ordinal).Select(id =>
    {
        var phone = phones.Find(id);
        var user = new JsonObject { ["messaging_product"] = "whatsapp" };
        if (phone?.WaId is { } waId) user["wa_id"] = waId;
        user["user_id"] = phone?.UserId ?? id;
        return user;
    })];

    public IReadOnlyList<JsonObject> Codes(string numberId) => [.. Of(numberId).Codes.Values.OrderBy(code => code.Code, StringComparer.Ordinal).Select(code => code.ToNode())];

    public GraphReply SetCode(BusinessNumber number, JsonObject body)
    {
        if (body.Text("prefilled_message") is not { Length: > 0 and <= 140 } text) return GraphError.InvalidParameter("Param prefilled_message has 1 to 140 characters.");
        if (body.Text("generate_qr_image") is not (null or "SVG" or "PNG")) return GraphError.InvalidParameter("Param generate_qr_image must be one of {SVG, PNG}.");
        var known = Of(number.Id).Codes;
        if (body.Text("code") is { } edited && !known.ContainsKey(edited)) return GraphError.InvalidParameter($"The code {edited} does not exist.");
        if (body["code"] is null && known.Count >= MostCodes) return GraphError.InvalidParameter($"A number has at most {MostCodes} codes.");
        var code = new QrCode(body.Text("code") ?? RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 14), text);
        Change(number.Id, before => before with { Codes = before.Codes.SetItem(code.Code, code) });
        return GraphReply.Ok(code.ToNode());
    }

    public bool DeleteCode(string numberId, string code)
    {
        var existed = Of(numberId).Codes.ContainsKey(code);
        Change(numberId, before => before with { Codes = before.Codes.Remove(code) });
        return existed;
    }

    /// <summary>Coexistence: contacts and history can be requested once each, within 24 hours of onboarding.</summary>
    public GraphReply Synchronise(BusinessNumber number, JsonObject body)
    {
        if (body.Text("sync_type") is not ("smb_app_state_sync" or "history") || body.Text("sync_type") is not { } kind) return GraphError.InvalidParameter("Param sync_type must be one of {smb_app_state_sync, history}.");
        var state = Of(number.Id);
        if (state.SyncIsLate) return GraphError.Of(2593108);
        if (state.Synchronised.Contains(kind)) return GraphError.Of(2593107);
        Change(number.Id, before => before with { Synchronised = before.Synchronised.Add(kind) });
        if (kind is "history") events.SendHistory(number, state.HistoryDeclined);
        else events.SendContacts(number);
        return GraphReply.Ok(new JsonObject { ["messaging_product"] = "whatsapp", ["request_id"] = Wamids.NewTraceId() });
    }

    /// <summary>
    /// Sets whether the business declines to share the history, and whether the 24 hours have passed. Both allow
    /// contacts and history to be requested again.
    /// </summary>
    public void SetCoexistence(string numberId, bool historyDeclined, bool late) =>
        Change(numberId, before => before with { HistoryDeclined = historyDeclined, SyncIsLate = late, Synchronised = [] });

    bool TooOften(string numberId)
    {
        var now = time.GetUtcNow();
        var lately = Of(numberId).Registrations.RemoveAll(at => now - at > TimeSpan.FromHours(72));
        if (lately.Count >= RegistrationsPer72Hours) return true;
        Change(numberId, before => before with { Registrations = lately.Add(now) });
        return false;
    }

    static bool IsPin(string? pin) => pin is { Length: 6 } && pin.All(char.IsAsciiDigit);

    NumberState Of(string numberId) => states.GetValueOrDefault(numberId) ?? new NumberState();

    void Change(string numberId, Func<NumberState, NumberState> change) =>
        states.AddOrUpdate(numberId, _ => change(new NumberState()), (_, before) => change(before));

    sealed record NumberState
    {
        public bool Registered { get; init; } = true;
        public bool Verified { get; init; } = true;
        public bool CodeAsked { get; init; }
        public bool ChecksIdentity { get; init; }
        public bool HistoryDeclined { get; init; }
        public bool SyncIsLate { get; init; }
        public string? Pin { get; init; }
        public ImmutableHashSet<string> Blocked { get; init; } = [];
        public ImmutableHashSet<string> Synchronised { get; init; } = [];
        public ImmutableList<DateTimeOffset> Registrations { get; init; } = [];
        public ImmutableDictionary<string, QrCode> Codes { get; init; } = ImmutableDictionary<string, QrCode>.Empty;
    }

    sealed record QrCode(string Code, string Text)
    {
        public JsonObject ToNode() => new() { ["code"] = Code, ["prefilled_message"] = Text, ["deep_link_url"] = "https://wa.me/message/" + Code };
    }
}
