using Balcao.Client.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace Balcao.Client.Conversations;

public sealed partial class Composer
{
    // WhatsApp shows "typing" for 25 s; the request is repeated a little earlier.
    private static readonly TimeSpan TypingEvery = TimeSpan.FromSeconds(20);

    private readonly List<Attachment> _attachments = [];
    private readonly FocusRequest _focus = new();
    private ElementReference _root;
    private ElementReference _textarea;
    private ElementReference _input;
    private IJSObjectReference? _module;
    private IJSObjectReference? _watch;
    private string? _watched;
    private string _text = "";
    private bool _isNote;
    private bool _isPicking;
    private bool _showsMore;
    private bool _isRecording;
    private bool _isDisposed;
    private MessageItem? _reply;
    private DateTimeOffset _typingShownAt = DateTimeOffset.MinValue;

    [Parameter, EditorRequired] public required ConversationThread Thread { get; set; }

    [Parameter] public ChatItem? Chat { get; set; }

    [Parameter] public NumberItem? Number { get; set; }

    [Parameter] public bool IsTaking { get; set; }

    [Parameter] public EventCallback OnTake { get; set; }

    [Parameter] public EventCallback OnSent { get; set; }

    [Parameter] public EventCallback OnSentAndClose { get; set; }

    private ComposerState State => ComposerState.Of(Chat, Person.Me?.AgentId, Person.Has(Permission.ServeChats), Time.GetUtcNow(), Number);

    private bool MayType => _isNote ? State.MayNote : State.MayWrite;

    private bool MayAttach => MayType && !_isNote;

    private bool MaySend => MayType
        && (_text.Trim().Length > 0 || (MayAttach && _attachments.Count > 0) || SendsWithActions)
        && (_isNote || _attachments.TrueForAll(a => a.State == AttachmentState.Ready));

    private string Label => T[_isNote ? "Composer.NoteLabel" : "Composer.MessageLabel", Thread.Conversation.Contact.Name];

    private string Placeholder => T[_isNote ? "Composer.NotePlaceholder" : _attachments.Count > 0 ? "Composer.Caption" : "Composer.Placeholder"];

    private string BlockedText => State.Blocked switch
    {
        Blocked.HeldByAnother => T["Blocked.HeldByAnother", Chat?.Agent?.Name ?? ""],
        var blocked => T["Blocked." + blocked],
    };

    public void Reply(MessageItem message)
    {
        _reply = message;
        _isNote = false;
        _text = Drafts.Of(Thread.Id, isNote: false);
        Focus();
    }

    /// <summary>
    /// The text area gets the focus with the next rendering that has it: after a chat is taken it exists only once the feed
    /// has reported it.
    /// </summary>
    public void Focus()
    {
        _focus.Ask();
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        Ticker.Ticked -= Refresh;
        Drafts.Replaced -= TakeReplaced;
        try
        {
            await ForgetAllAsync(keepsPreview: false);
            if (_watch is not null) await _watch.InvokeVoidAsync("stop");
            if (_watch is not null) await _watch.DisposeAsync();
            if (_module is not null) await _module.DisposeAsync();
            if (_suggestions is not null) await _suggestions.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is already closed, and its listeners with it.
        }
    }

    // A message that the customer has deleted meanwhile can no longer be quoted.
    protected override void OnParametersSet()
    {
        if (_reply is not null && Thread.Find(_reply.Id) is { RevokedAt: not null }) _reply = null;
    }

    protected override void OnInitialized()
    {
        _focus.Ask();
        _text = Drafts.Of(Thread.Id, isNote: false);
        Ticker.Ticked += Refresh;
        Drafts.Replaced += TakeReplaced;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            var module = await Js.ImportAsync("composer");
            if (_isDisposed) return;
            _module = module;
        }
        if (!MayType || _isRecording || _module is null) return;
        // The text area exists only while writing is allowed; a new one has no listeners yet.
        if (_watched != _textarea.Id)
        {
            _watched = _textarea.Id;
            if (_watch is not null) await _watch.InvokeVoidAsync("stop");
            _watch = await _module.InvokeAsync<IJSObjectReference>("watch", _root, _textarea, _input);
            if (_isDisposed)
            {
                await _watch.InvokeVoidAsync("stop");
                return;
            }
        }
        await GuardKeysAsync();
        await _focus.GiveAsync(() => _module.InvokeAsync<bool>("focusEnd", _textarea).AsTask());
    }

    private void Refresh() => _ = InvokeAsync(StateHasChanged);

    private void OnInput(ChangeEventArgs typed)
    {
        Keep((string?)typed.Value ?? "");
        WatchForSlash();
        if (_text.Length > 0 && !_isPickingMacro) _ = ShowTypingAsync();
    }

    private async Task OnKeyAsync(KeyboardEventArgs key)
    {
        if (IsPickingMacro && _macros is not null && await _macros.TakeKeyAsync(key)) return;
        if (key.Key == "Enter" && !key.ShiftKey && !key.IsComposing)
        {
            var closes = (key.CtrlKey || key.MetaKey) && !ClosesByMacro;
            if (closes && _isNote) return;
            if (MaySend) await SendAsync();
            if (closes && _text.Length == 0 && _attachments.Count == 0) await OnSentAndClose.InvokeAsync();
        }
    }

    // Handled for the whole composer: the text, the tools, and the panels that they open.
    private void OnEscape(KeyboardEventArgs key)
    {
        if (key.Key != "Escape" || DismissMacros()) return;
        _reply = null;
        _isPicking = false;
        _showsMore = false;
    }

    private async Task SendAsync()
    {
        if (!MaySend || Chat is not { } chat) return;
        if (SendsWithActions)
        {
            await ApplyAsync();
            return;
        }
        var (text, now) = (_text.Trim(), Time.GetUtcNow());
        // One message per file; the first has the caption and the quote, as in an album of WhatsApp.
        var uploads = _isNote ? [] : _attachments.ToList();
        var first = true;
        do
        {
            var upload = uploads.Count > 0 ? uploads[0] : null;
            UnsentMessages.Send(new UnsentMessage
            {
                ClientKey = Uuid7.New(now).ToString(),
                ChatId = chat.Id,
                ConversationId = Thread.Id,
                IsNote = _isNote,
                Text = first && text.Length > 0 ? text : null,
                Upload = upload?.Upload,
                PreviewUrl = upload?.File.PreviewUrl,
                ReplyTo = first && !_isNote ? _reply?.Id : null,
                Quote = first && !_isNote && _reply is { } quoted ? new(quoted.Id, quoted.Direction, quoted.Kind, quoted.Text) : null,
                At = now,
            });
            first = false;
            if (upload is not null) uploads.RemoveAt(0);
        }
        while (uploads.Count > 0);

        Keep("");
        _isPicking = false;
        if (!_isNote)
        {
            _reply = null;
            await ForgetAllAsync(keepsPreview: true);
        }
        await OnSent.InvokeAsync();
        Focus();
    }

    private void Switch(bool isNote)
    {
        if (_isNote == isNote) return;
        _isNote = isNote;
        _isPicking = false;
        _text = Drafts.Of(Thread.Id, isNote);
        Focus();
    }

    private async Task InsertAsync(string emoji)
    {
        if (_module is not null && await _module.InvokeAsync<string?>("insert", _textarea, emoji) is { } whole) Keep(whole);
    }

    private async Task ShowAsync<TDialog>() where TDialog : IComponent
    {
        _showsMore = false;
        var title = typeof(TDialog) == typeof(LocationDialog) ? T["Location.Title"] : T["Contact.SendTitle"];
        await SendAnswerOfAsync(await Dialogs.ShowAsync<TDialog>(title, new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true }));
    }

    private async Task ShowChoicesAsync(bool isList)
    {
        _showsMore = false;
        var taken = _text;
        var dialog = await Dialogs.ShowAsync<ChoicesDialog>(
            T[isList ? "Choices.ListTitle" : "Choices.ButtonsTitle"],
            new DialogParameters<ChoicesDialog> { { d => d.IsList, isList }, { d => d.Text, taken } },
            new DialogOptions { MaxWidth = MaxWidth.Medium, FullWidth = true });
        if (!await SendAnswerOfAsync(dialog)) return;
        // The typed text became the text above the choices. It stays if another draft was added to it meanwhile.
        if (_text == taken) Keep("");
        StateHasChanged();
    }

    private async Task<bool> SendAnswerOfAsync(IDialogReference dialog)
    {
        if (await dialog.Result is not { Canceled: false, Data: SendMessageRequest wanted } || Chat is not { } chat)
        {
            // The menu that opened the dialog no longer exists, so the focus would be lost.
            Focus();
            return false;
        }
        UnsentMessages.Send(New(chat) with
        {
            Text = string.IsNullOrWhiteSpace(wanted.Text) ? null : wanted.Text,
            Location = wanted.Location,
            Contacts = wanted.Contacts,
            Buttons = wanted.Buttons,
            List = wanted.List,
        });
        _reply = null;
        await OnSent.InvokeAsync();
        Focus();
        return true;
    }

    private UnsentMessage New(ChatItem chat)
    {
        var now = Time.GetUtcNow();
        return new UnsentMessage
        {
            ClientKey = Uuid7.New(now).ToString(), ChatId = chat.Id, ConversationId = Thread.Id, At = now,
            ReplyTo = _reply?.Id,
            Quote = _reply is { } quoted ? new(quoted.Id, quoted.Direction, quoted.Kind, quoted.Text) : null,
        };
    }

    private async Task ShowTypingAsync()
    {
        if (_isNote || !State.MayWrite || Chat is not { Origin: ChatOrigin.WhatsApp } chat) return;
        var now = Time.GetUtcNow();
        if (now - _typingShownAt < TypingEvery) return;
        _typingShownAt = now;
        try
        {
            await Api.ShowTypingAsync(chat.Id);
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            // The typing indicator is optional: failures are ignored.
        }
    }
}
