using Balcao.Client.Macros;
using Balcao.Client.Shell;
using Microsoft.JSInterop;
using MudBlazor;

namespace Balcao.Client.Conversations;

/// <summary>
/// Macros: a slash at the start of an empty text opens the list. A chosen macro's text may be edited; its files and actions wait for
/// the sending. They and the text are one request, so that the chat is not closed if the text cannot be sent.
/// </summary>
public sealed partial class Composer
{
    private const char Slash = '/';

    // Longer than any search: a text that happens to start with a slash.
    private const int LongestQuery = 60;

    private MacroPicker? _macros;
    private IJSObjectReference? _suggestions;
    private string? _suggesting;
    private bool _isPickingMacro;
    private bool _isApplying;
    private Staged? _staged;

    /// <param name="Chat">Its actions are for this chat, and are forgotten with it.</param>
    /// <param name="Key">The same in every attempt, so that the text is sent only once.</param>
    private sealed record Staged(MacroItem Macro, ChatId Chat, string Key);

    // Another tab may have changed the draft meanwhile.
    private bool IsPickingMacro => _isPickingMacro && MayAttach && Chat is not null && !_isRecording && _text.StartsWith(Slash);

    /// <summary>The macro whose files or actions wait for the sending.</summary>
    private MacroItem? StagedActions =>
        MayAttach && _staged is { } staged && staged.Chat == Chat?.Id && staged.Macro.Actions.Count + staged.Macro.Files.Count > 0 ? staged.Macro : null;

    /// <summary>Files and quotes are sent as usual: the actions then wait for the next sending.</summary>
    private bool SendsWithActions => StagedActions is not null && _attachments.Count == 0 && _reply is null;

    /// <summary>The sending closes the chat, so that nobody must be asked whether to close it.</summary>
    private bool ClosesByMacro => SendsWithActions && StagedActions!.Actions.Any(action => action.Kind is MacroActionKind.CloseChat);

    /// <summary>The text area belongs to the list only while the list is there.</summary>
    private Dictionary<string, object>? ListAttributes
    {
        get
        {
            if (!IsPickingMacro) return null;
            var attributes = new Dictionary<string, object> { ["role"] = "combobox", ["aria-autocomplete"] = "list", ["aria-haspopup"] = "listbox" };
            attributes["aria-expanded"] = _macros?.ActiveId is null ? "false" : "true";
            attributes["aria-controls"] = MacroPicker.ListId;
            if (_macros?.ActiveId is { } active) attributes["aria-activedescendant"] = active;
            return attributes;
        }
    }

    private void WatchForSlash() =>
        _isPickingMacro = _text.Length is > 0 and <= LongestQuery && _text[0] == Slash && !_text.Contains('\n', StringComparison.Ordinal) && (_isPickingMacro || _text.Length == 1);

    private void ToggleMacros()
    {
        if (_isPickingMacro || _text.Length > 0)
        {
            DismissMacros();
        }
        else
        {
            (_isPickingMacro, _isPicking, _showsMore) = (true, false, false);
            Keep(Slash.ToString());
        }
        Focus();
    }

    /// <returns>Whether the list was open.</returns>
    private bool DismissMacros()
    {
        if (!IsPickingMacro) return false;
        _isPickingMacro = false;
        if (_text.Length == 1) Keep("");
        return true;
    }

    /// <summary>The list's keys must not move the caret or the focus.</summary>
    private async Task GuardKeysAsync()
    {
        if (!IsPickingMacro) _macros = null;
        if (!IsPickingMacro || _suggesting == _textarea.Id) return;
        _suggesting = _textarea.Id;
        _suggestions ??= await Js.ImportAsync("suggestions");
        if (!_isDisposed) await _suggestions.InvokeVoidAsync("watch", _textarea);
    }

    private async Task TakeMacroAsync(MacroChoice choice)
    {
        if (Chat is not { } chat) return;
        _isPickingMacro = false;
        _staged = new Staged(choice.Macro, chat.Id, Uuid7.New(Time.GetUtcNow()).ToString());
        Keep(choice.Macro.Text ?? "");
        if (choice.SendsNow && _reply is null && _attachments.Count == 0) await ApplyAsync();
        Focus();
    }

    private async Task ApplyAsync()
    {
        if (_isApplying || _staged is not { } staged) return;
        var taken = _text;
        _isApplying = true;
        try
        {
            // Messages that were just sent must reach the chat before it may be closed.
            await UnsentMessages.WhenSentAsync(Thread.Id);
            if (UnsentMessages.Of(Thread.Id).Any())
            {
                Snackbar.Add(T["Macro.NotSent"], Severity.Error);
                return;
            }
            var applied = await Api.ApplyMacroAsync(staged.Chat, new ApplyMacroRequest { MacroId = staged.Macro.Id, ClientKey = staged.Key, Text = taken.Trim() });
            _staged = null;
            // What was typed meanwhile stays.
            if (_text == taken) Keep("");
            if (applied.Outcomes.Any(o => o.Refusal is not null)) Snackbar.Add(TextOf(applied.Outcomes, staged.Macro.Targets), Severity.Warning);
            await OnSent.InvokeAsync();
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            Snackbar.Add(Failure.Text(refused, T), Severity.Error);
        }
        finally
        {
            _isApplying = false;
        }
        Focus();
    }

    /// <summary>Which actions were refused and why, then which were carried out.</summary>
    private string TextOf(IReadOnlyList<MacroOutcome> outcomes, IReadOnlyList<MacroTarget> targets)
    {
        var refused = outcomes.Where(o => o.Refusal is not null).Select(o => T["Macro.Refused", MacroWords.Of(o.Action, targets, T), o.Refusal!.Title].Value);
        var done = string.Join(", ", outcomes.Where(o => o.Refusal is null).Select(o => MacroWords.Of(o.Action, targets, T)));
        return string.Join(' ', done.Length == 0 ? refused : [.. refused, T["Macro.Done", done].Value]);
    }
}
